package import Keys

/// Phase 6, restrict: may the key be used now, from there, in this way?
enum RestrictionCheck {
    /// Why not; `nil` when it may. `unused`: for how many milliseconds the key was not used, where its restrictions ask.
    static func evaluate(
        _ key: KeyEntry, on route: RouteRules, for request: AdmissionRequest, unused: Int64?
    ) -> Reason? {
        if key.notBefore > request.now.milliseconds { return .keyNotYetValid }
        if let restrictions = route.restrictions,
            let reason = restrictions.objection(to: request.inputs(on: route))
        {
            return reason
        }
        guard let restrictions = key.extras?.restrictions else { return nil }
        return restrictions.objection(to: request.inputs(on: route, unused: unused))
    }

    /// The same of a request on a route that asks for no key.
    static func evaluate(on route: RouteRules, for request: AdmissionRequest) -> Reason? {
        guard let restrictions = route.restrictions else { return nil }
        return restrictions.objection(to: request.inputs(on: route))
    }
}

extension AdmissionRequest {
    /// What restrictions are held against.
    func inputs(on route: RouteRules, unused: Int64? = nil) -> RestrictionInputs {
        var inputs = RestrictionInputs(now: self.now)
        inputs.address = self.address
        inputs.method = self.method
        inputs.certificate = self.certificate?.held(at: self.now)
        inputs.place = self.place
        inputs.route = route
        inputs.claims = self.claims
        inputs.claimsStand = self.claimsStand
        inputs.unused = unused
        return inputs
    }
}

extension ClientCertificate {
    /// What it proves at that time: nothing, once it has ended.
    package func held(at now: WallTime) -> CertificateThumbprint? {
        now.milliseconds <= self.notAfter.milliseconds ? self.thumbprint : nil
    }
}
