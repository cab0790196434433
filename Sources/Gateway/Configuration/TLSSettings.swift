package import TransportSecurity

/// How a listener speaks TLS.
package struct TLSSettings: Sendable, Hashable {
    /// A certificate chain and its key, PEM files.
    package struct Files: Sendable, Hashable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// Most certificates of a listener.
    package static let mostCertificates = 64

    /// The first serves who asks for no name, or for one that none of them has.
    package var certificates: [Files]
    package var minimumVersion = TLSOffer.MinimumVersion.tls13
    /// For how long a browser comes by TLS only (RFC 6797), in seconds; 0 says nothing of it.
    package var strictTransportSeconds = 31_536_000

    package init(certificates: [Files]) { self.certificates = certificates }
}
