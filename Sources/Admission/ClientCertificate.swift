package import Keys

/// The certificate that a client has shown to its listener, which has verified it.
package final class ClientCertificate: Sendable {
    /// As RFC 2253 writes it; empty when there is none.
    package let subject: String
    /// DNS names and addresses that it is for.
    package let names: [String]
    /// The only URI, when that is a SPIFFE ID (X.509-SVID, 2).
    package let spiffeID: String?
    package let thumbprint: CertificateThumbprint
    /// Its last moment. A connection may live longer.
    package let notAfter: WallTime

    package init(
        subject: String, names: [String], uris: [String], thumbprint: CertificateThumbprint, notAfter: WallTime
    ) {
        self.subject = subject
        self.names = names
        self.spiffeID = uris.count == 1 ? uris.first { $0.hasPrefix("spiffe://") } : nil
        self.thumbprint = thumbprint
        self.notAfter = notAfter
    }
}
