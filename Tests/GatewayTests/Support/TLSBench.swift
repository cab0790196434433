import Gateway
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

    /// An upstream whose every connection runs a script once hands are shaken.
    func upstream(_ script: @escaping @Sendable (SecureSocket, Int) -> Void) -> ScriptedUpstream {
        ScriptedUpstream { [security] connection, number in
            guard let socket = try? SecureSocket(connection, accepting: security), socket.shakeHands() else { return }
            script(socket, number)
        }
    }

    /// A gateway in front of that upstream.
    func harness(
        _ upstream: ScriptedUpstream, configure: (inout GatewayConfiguration) -> Void = { _ in }
    ) async throws -> GatewayHarness {
        var expectations = TLSClient.Expectations(name: "shop.example")
        expectations.authorities = self.authorities
        let security = UpstreamSecurity([try TLSClient(expectations)])
        return try await GatewayHarness(upstreamPort: upstream.port, loops: 1, upstreamSecurity: [security]) {
            $0.upstreams[0].tls = UpstreamTLSSettings()
            configure(&$0)
        }
    }
}
