import Cryptography
import Foundation
import Keys
import TestKit
import Testing
import TransportSecurity

/// A client and a server of ours, with nothing between them but buffers.
@Suite struct TLSClientTests {
    private let pair: CertificatePair
    private let chain: [UInt8]
    private let identity: TLSIdentity

    init() throws {
        self.pair = try CertificatePair(names: "DNS:shop.example,IP:127.0.0.1")
        let (chain, key) = try self.pair.read()
        self.chain = chain
        self.identity = try TLSIdentity(chain: chain.span, key: key.span)
    }

    /// What becomes of the handshake: `nil` for a good one, else what is wrong for the client.
    private func shakeHands(
        _ expectations: TLSClient.Expectations, offer: TLSOffer? = nil, showing identity: TLSIdentity? = nil
    ) throws -> String? {
        let offer = try offer ?? TLSOffer([self.identity], tickets: TLSTickets())
        guard var server = offer.accept(), var client = try TLSClient(expectations, identity: identity).connect() else {
            throw TransportSecurityError(.exhausted, "no session")
        }
        var (toServer, toClient): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<8 {
            let said = Self.turn(&client, &toClient, &toServer)
            let answered = Self.turn(&server, &toServer, &toClient)
            if case .failed = said { return client.problem ?? "refused" }
            if case .failed = answered { return "the server refuses" }
            if client.isEstablished, server.isEstablished { return nil }
        }
        return "without an end"
    }

    private static func turn(
        _ session: inout TLSSession, _ input: inout [UInt8], _ output: inout [UInt8]
    ) -> TLSSession.Outcome {
        var (said, outcome) = (0, TLSSession.Outcome.done)
        var room = [UInt8](repeating: 0, count: 16_384)
        let taken = input.withUnsafeBytes { bytes in
            var rest = bytes
            room.withUnsafeMutableBytes { outcome = session.shakeHands(&rest, to: $0, &said) }
            return bytes.count - rest.count
        }
        input.removeFirst(taken)
        output += room.prefix(said)
        return outcome
    }

    private func expecting(
        _ name: String, _ change: (inout TLSClient.Expectations) -> Void = { _ in }
    ) -> TLSClient.Expectations {
        var expectations = TLSClient.Expectations(name: name)
        expectations.authorities = self.chain
        change(&expectations)
        return expectations
    }

    private var pin: [UInt8] {
        get throws {
            let key = try self.pair.publicKey()
            return SHA256Hash.digest(of: key.span).bytes
        }
    }

    @Test func `a server that shows a certificate for the name is taken`() throws {
        #expect(try self.shakeHands(self.expecting("shop.example")) == nil)
        #expect(try self.shakeHands(self.expecting("127.0.0.1")) == nil)
    }

    @Test func `another name, or another authority, is not`() throws {
        #expect(try self.shakeHands(self.expecting("bank.example")) == "hostname mismatch")
        #expect(try self.shakeHands(self.expecting("127.0.0.2")) == "IP address mismatch")
        let (other, _) = try CertificatePair().read()
        #expect(try self.shakeHands(self.expecting("shop.example") { $0.authorities = other }) != nil)
        #expect(try self.shakeHands(self.expecting("shop.example") { $0.authorities = nil }) != nil)
    }

    @Test func `one key of the chain has to be pinned, where there are pins`() throws {
        let (mine, other) = (try self.pin, [UInt8](repeating: 7, count: 32))
        #expect(try self.shakeHands(self.expecting("shop.example") { $0.pins = [other, mine] }) == nil)
        #expect(
            try self.shakeHands(self.expecting("shop.example") { $0.pins = [other, other] })
                == "no key of the certificate chain is pinned")
        #expect(throws: TransportSecurityError.self) {
            try TLSClient(self.expecting("shop.example") { $0.pins = [[1]] })
        }
    }

    @Test func `a server that asks for a certificate gets it`() throws {
        let (clientChain, clientKey) = try CertificatePair(names: "URI:spiffe://example.org/gatehouse").read()
        let shown = try TLSIdentity(chain: clientChain.span, key: clientKey.span)
        let offer = try TLSOffer(
            [self.identity], clients: ClientTrust(authorities: clientChain, isRequired: true), tickets: TLSTickets())
        #expect(try self.shakeHands(self.expecting("shop.example"), offer: offer, showing: shown) == nil)
        #expect(try self.shakeHands(self.expecting("shop.example"), offer: offer) == "the server refuses")
    }

    @Test func `authorities that are no certificates are refused`() {
        for authorities in [[], Array("no PEM".utf8), Array(self.chain.prefix(self.chain.count / 2))] as [[UInt8]] {
            #expect(throws: TransportSecurityError.self) {
                try TLSClient(self.expecting("shop.example") { $0.authorities = authorities })
            }
        }
    }
}
