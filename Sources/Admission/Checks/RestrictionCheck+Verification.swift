import Keys

extension RestrictionCheck {
    /// Like the check of a request. What the verifier does not tell cannot be allowed by a rule about it; it can tell of no
    /// route, because there is none.
    static func evaluate(
        _ key: KeyEntry, for request: VerificationRequest, unused: Int64?
    ) -> Reason? {
        if key.notBefore > request.now.milliseconds { return .keyNotYetValid }
        guard let restrictions = key.extras?.restrictions else { return nil }
        return restrictions.objection(to: request.inputs(unused: unused))
    }
}

extension VerificationRequest {
    /// What restrictions are held against.
    func inputs(unused: Int64? = nil) -> RestrictionInputs {
        var inputs = RestrictionInputs(now: self.now)
        inputs.address = self.address
        inputs.method = self.method
        inputs.certificate = self.certificate
        inputs.place = self.place
        inputs.claims = self.claims
        inputs.unused = unused
        return inputs
    }
}
