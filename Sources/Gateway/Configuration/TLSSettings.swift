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

    /// Certificates of clients.
    package struct Clients: Sendable, Hashable {
        /// A PEM file with the certificates of those who issue them.
        package let authorities: String
        /// Whether a client without one is refused.
        package let isRequired: Bool

        package init(authorities: String, isRequired: Bool) {
            self.authorities = authorities
            self.isRequired = isRequired
        }
    }

    /// Most certificates of a listener.
    package static let mostCertificates = 64

    /// The first serves who asks for no name, or for one that none of them has.
    package var certificates: [Files]
    package var minimumVersion = TLSOffer.MinimumVersion.tls13
    /// For how long a browser comes by TLS only (RFC 6797), in seconds; 0 says nothing of it.
    package var strictTransportSeconds = 31_536_000

    /// Handshakes that each event loop begins in a second; as many may come at once. 0 sets no bound.
    package var handshakesPerSecond = 1_000

    /// What is asked of clients; `nil` asks them for nothing.
    package var clients: Clients?

    package init(certificates: [Files]) { self.certificates = certificates }
}
