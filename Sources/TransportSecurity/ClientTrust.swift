/// Whose certificates a listener takes from its clients.
package struct ClientTrust: Sendable {
    /// Certificates of those who issue them, PEM.
    package let authorities: [UInt8]
    /// Whether a client without a certificate is refused. One that none of the authorities issued always is.
    package let isRequired: Bool

    package init(authorities: [UInt8], isRequired: Bool) {
        self.authorities = authorities
        self.isRequired = isRequired
    }
}
