import Keys

extension RestrictionCheck {
    /// Like the check of a request. What the verifier does not tell cannot be allowed by a rule about it.
    static func evaluate(_ key: KeyEntry, for request: VerificationRequest) -> Reason? {
        if key.notBefore > request.now.milliseconds { return .keyNotYetValid }
        guard let restrictions = key.extras?.restrictions else { return nil }
        return self.evaluate(restrictions, for: request)
    }

    /// The same for the restrictions of anything.
    static func evaluate(_ restrictions: Restrictions, for request: VerificationRequest) -> Reason? {
        if restrictions.hasAddresses {
            guard let address = request.address, restrictions.permit(address) else { return .addressNotAllowed }
        }
        if let methods = restrictions.methods {
            guard let method = request.method, methods.contains(method) else { return .methodNotPermitted }
        }
        return restrictions.objection(to: request.certificate)
    }
}

extension Restrictions {
    fileprivate var hasAddresses: Bool { !self.allowedAddresses.isEmpty || !self.deniedAddresses.isEmpty }
}
