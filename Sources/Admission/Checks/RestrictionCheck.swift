package import Keys

/// Phase 6, restrict: may the key be used now, from there, with this method?
enum RestrictionCheck {
    /// Why not; `nil` when it may.
    static func evaluate(_ key: KeyEntry, for request: AdmissionRequest) -> Reason? {
        if key.notBefore > request.now.milliseconds { return .keyNotYetValid }
        guard let restrictions = key.extras?.restrictions else { return nil }
        return self.evaluate(restrictions, for: request)
    }

    /// The same for the restrictions of anything.
    static func evaluate(_ restrictions: Restrictions, for request: AdmissionRequest) -> Reason? {
        if !restrictions.permit(request.address) { return .addressNotAllowed }
        if let methods = restrictions.methods, !methods.contains(request.method) { return .methodNotPermitted }
        return restrictions.objection(to: request.certificate?.held(at: request.now))
    }
}

extension Restrictions {
    /// Why a client that has shown this certificate may not use the key; `nil` when it may.
    func objection(to certificate: CertificateThumbprint?) -> Reason? {
        if self.certificates.isEmpty { return nil }
        guard let certificate else { return .certificateRequired }
        return self.certificates.contains(certificate) ? nil : .certificateNotAllowed
    }
}

extension ClientCertificate {
    /// What it proves at that time: nothing, once it has ended.
    package func held(at now: WallTime) -> CertificateThumbprint? {
        now.milliseconds <= self.notAfter.milliseconds ? self.thumbprint : nil
    }
}
