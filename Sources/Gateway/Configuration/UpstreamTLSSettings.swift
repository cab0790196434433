package import TransportSecurity

/// How the servers of an upstream are spoken to over TLS.
package struct UpstreamTLSSettings: Sendable, Hashable {
    /// Most pins of an upstream.
    package static let mostPins = 16

    /// What the servers' certificates have to be for; `nil` for the host of each endpoint.
    package var serverName: String?
    /// A PEM file with the certificates of those who issue them; `nil` for whom the system trusts.
    package var authorities: String?
    /// What is shown to servers that ask for a certificate.
    package var identity: TLSSettings.Files?
    /// SHA-256 of public keys, 32 bytes each, of which one has to be in the chain; none, or at least two: the keys that are in
    /// use and one that is kept.
    package var pins: [[UInt8]] = []
    package var minimumVersion = TLSOffer.MinimumVersion.tls13

    package init() {}

    /// What the certificate of an endpoint has to be for; `nil` when nobody has said.
    package func serverName(of endpoint: EndpointConfiguration) -> String? {
        if let name = self.serverName { return name }
        guard case .host(let host, _) = endpoint.place else { return nil }
        return host
    }
}
