import Foundation
import TestKit
import Testing
import TransportSecurity

@Suite struct TLSIdentityTests {
    private func problem(_ chain: [UInt8], _ key: [UInt8]) -> String? {
        do {
            _ = try TLSIdentity(chain: chain.span, key: key.span)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func `names are the alternative names alone, and the end is the leaf's`() throws {
        let pair = try CertificatePair(names: "DNS:shop.example,DNS:*.shop.example,IP:127.0.0.1,IP:::1", days: 30)
        let (chain, key) = try pair.read()
        let identity = try TLSIdentity(chain: chain.span, key: key.span)
        #expect(identity.names == ["shop.example", "*.shop.example", "127.0.0.1", "::1"])
        #expect(identity.notAfter - identity.notBefore == 30 * 86_400)
        #expect(abs(identity.notBefore - Int64(Date().timeIntervalSince1970)) < 600)
    }

    @Test func `a chain has its issuers behind the leaf`() throws {
        let (leaf, key) = try CertificatePair().read()
        let (issuer, _) = try CertificatePair(names: "DNS:issuer.example").read()
        let identity = try TLSIdentity(chain: (leaf + issuer).span, key: key.span)
        #expect(identity.names == ["shop.example"])
        #expect(self.problem(issuer + leaf, key) == "the key is not that of the certificate")
    }

    @Test func `what is half written, foreign, empty or no PEM is refused, and says why`() throws {
        let (chain, key) = try CertificatePair().read()
        let (other, otherKey) = try CertificatePair().read()
        for length in [0, 1, 27, 28, chain.count / 2, chain.count - 30] {
            #expect(self.problem(Array(chain.prefix(length)), key) != nil, "\(length) bytes of the certificate")
        }
        for length in [0, 1, key.count / 2, key.count - 30] {
            #expect(self.problem(chain, Array(key.prefix(length))) != nil, "\(length) bytes of the key")
        }
        #expect(self.problem(chain, otherKey) == "the key is not that of the certificate")
        #expect(self.problem(chain + other.prefix(other.count / 2), key)?.contains("whole chain") == true)
        #expect(self.problem(Array(repeating: 0, count: 100), key)?.contains("whole chain") == true)
        #expect(self.problem(chain, chain)?.contains("private key") == true)
        let long = (0..<18).flatMap { _ in chain }
        #expect(self.problem(long, key)?.contains("whole chain") == true, "a chain has an end")
    }

    @Test func `a damaged file never traps`() throws {
        let (chain, key) = try CertificatePair().read()
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            var (damaged, damagedKey) = (chain, key)
            damaged[Int.random(in: 0..<chain.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            damagedKey[Int.random(in: 0..<key.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = self.problem(damaged, key)
            _ = self.problem(chain, damagedKey)
        }
    }
}
