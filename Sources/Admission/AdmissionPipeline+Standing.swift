/// What stays open is judged again and again.
extension AdmissionPipeline {
    /// Why a request with this key would no longer be admitted; `nil` when it would: phases 5 to 7 without the secret, which was
    /// shown when the connection began. Nothing is spent, and nothing is charged to the address.
    package mutating func objection(
        to matched: MatchedKey, _ request: AdmissionRequest, on route: RouteRules
    ) -> Reason? {
        self.refresh()
        let segment = self.snapshot.segment(holding: matched.keyID)
        guard let position = segment.position(of: matched.keyID) else { return .credentialUnknown }
        guard let version = segment.version(matched.versionNumber, ofEntry: position) else { return .keyVersionRetired }
        let key = segment.entries[position]
        if let reason = StandingCheck.evaluate(key, segment.versions[version], at: request.now) { return reason }
        if let reason = RestrictionCheck.evaluate(key, for: request) { return reason }
        return AuthorizationCheck.evaluate(key, self.snapshot.grantSets[Int(key.grants)], on: route, for: request)
    }
}
