import Keys

extension RestrictionCheck {
    /// Like the check of a request. What the verifier does not tell cannot be allowed by a rule about it; it can tell of no
    /// route, because there is none.
    static func evaluate(_ key: KeyEntry, for request: VerificationRequest) -> Reason? {
        if key.notBefore > request.now.milliseconds { return .keyNotYetValid }
        guard let restrictions = key.extras?.restrictions else { return nil }
        return restrictions.objection(to: request.inputs(lastUse: key.lastUse))
    }
}

extension VerificationRequest {
    /// What restrictions are held against.
    func inputs(lastUse: Int64? = nil) -> RestrictionInputs {
        var inputs = RestrictionInputs(now: self.now)
        inputs.address = self.address
        inputs.method = self.method
        inputs.certificate = self.certificate
        inputs.place = self.place
        inputs.claims = self.claims
        inputs.lastUse = lastUse
        return inputs
    }
}
