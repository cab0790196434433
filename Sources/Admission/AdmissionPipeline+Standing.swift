/// What stays open is judged again and again.
extension AdmissionPipeline {
    /// Why a request with this key, or with none, would no longer be admitted; `nil` when it would: phases 4 to 7 without the
    /// secret, which was shown when the connection began. Nothing is spent, and nothing is charged to the address.
    ///
    /// The route may be another than it was then: it may have come to ask for a key, or to be another environment's.
    package mutating func objection(
        to matched: MatchedKey?, _ request: AdmissionRequest, on route: RouteRules
    ) -> Reason? {
        self.refresh()
        guard let matched else {
            return route.requiresKey ? .credentialMissing : RestrictionCheck.evaluate(on: route, for: request)
        }
        guard let environment = self.snapshot.environmentIndex(of: route) else { return .environmentUnavailable }
        let segment = self.snapshot.segment(holding: matched.keyID)
        guard let position = segment.position(of: matched.keyID) else { return .credentialUnknown }
        guard let version = segment.version(matched.versionNumber, ofEntry: position) else { return .keyVersionRetired }
        let key = segment.entries[position]
        // A key of one environment is unknown in every other.
        guard key.environment == environment else { return .credentialUnknown }
        if let reason = StandingCheck.evaluate(key, segment.versions[version], at: request.now) { return reason }
        // What stays open is in use.
        if let reason = RestrictionCheck.evaluate(key, on: route, for: request, unused: nil) { return reason }
        let grants = self.snapshot.rights(of: key, at: request.now)
        if let reason = AuthorizationCheck.evaluate(key, grants, on: route, for: request) { return reason }
        self.asked = self.snapshot.policies.asked(on: route, in: key.environment) & grants.policies
        self.rules.removeAll()
        if self.asked != 0,
            let reason = self.restrictByPolicies(key, request, on: route, unused: nil)
                ?? self.permitByPolicies(key, on: route)
        {
            return reason
        }
        self.noteUse(of: key, at: request.monotonic)
        return nil
    }
}
