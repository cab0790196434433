import TestKit
import TransportSecurity

/// A listener's certificate, an authority of clients with one certificate of its, and clients that trust the listener.
struct TLSBench {
    let security: ListenerSecurity
    /// Shown by clients: its own authority.
    let clientPair: CertificatePair
    private let authorities: [UInt8]
    private let identity: TLSIdentity

    /// `clientsAreRequired`: `nil` asks clients for nothing.
    init(clientsAreRequired: Bool? = nil) throws {
        let (chain, key) = try CertificatePair().read()
        self.clientPair = try CertificatePair(names: "URI:spiffe://example.org/billing")
        let (clientChain, clientKey) = try self.clientPair.read()
        let trust = clientsAreRequired.map { ClientTrust(authorities: clientChain, isRequired: $0) }
        let identities = [try TLSIdentity(chain: chain.span, key: key.span)]
        self.security = ListenerSecurity(try TLSOffer(identities, clients: trust, tickets: TLSTickets()))
        self.authorities = chain
        self.identity = try TLSIdentity(chain: clientChain.span, key: clientKey.span)
    }

    /// A client that has begun to shake hands, with or without its certificate.
    func client(_ socket: RawSocket, showsCertificate: Bool = false) throws -> SecureSocket {
        var expectations = TLSClient.Expectations(name: "shop.example")
        expectations.authorities = self.authorities
        return try SecureSocket(
            socket, TLSClient(expectations, identity: showsCertificate ? self.identity : nil))
    }
}
