package import Keys

/// Restrictions made ready for being asked on every request. Whoever carries them, a key, a route or a policy, asks the same.
///
/// A class, so that a million keys with the restrictions of one plan share them.
package final class CompiledRestrictions: Sendable {
    package let source: Restrictions
    /// What of a request has to be looked up before these can be asked.
    package let needs: RequestNeeds
    private let allowed: AddressSet?
    private let denied: AddressSet?
    private let methods: MethodSet?
    private let certificates: [CertificateThumbprint]
    /// `nil` for most.
    private let further: CompiledFurther?

    /// `nil` when nothing is restricted. A window in a zone that nobody knows never holds.
    package init?(_ restrictions: Restrictions, zones: ZoneSource) {
        guard !restrictions.isEmpty else { return nil }
        self.source = restrictions
        self.allowed = restrictions.allowedAddresses.isEmpty ? nil : .init(allowing: restrictions.allowedAddresses)
        self.denied = restrictions.deniedAddresses.isEmpty ? nil : .init(denying: restrictions.deniedAddresses)
        self.methods = restrictions.methods
        self.certificates = restrictions.certificates
        let further = restrictions.hasFurther ? CompiledFurther(restrictions.further, zones: zones) : nil
        self.further = further
        self.needs = further?.needs ?? []
    }

    /// Why not; `nil` when nothing stands against it. Allocates nothing.
    package func objection(to inputs: RestrictionInputs) -> Reason? {
        if self.allowed != nil || self.denied != nil {
            guard let address = inputs.address, self.permits(address) else { return .addressNotAllowed }
        }
        if let methods = self.methods {
            guard let method = inputs.method, methods.contains(method) else { return .methodNotPermitted }
        }
        if let further = self.further, let reason = further.objection(to: inputs) { return reason }
        if self.certificates.isEmpty { return nil }
        guard let certificate = inputs.certificate else { return .certificateRequired }
        return self.certificates.contains(certificate) ? nil : .certificateNotAllowed
    }

    private func permits(_ address: IPAddress) -> Bool {
        if let denied = self.denied, denied.contains(address) { return false }
        return self.allowed?.contains(address) ?? true
    }
}
