import TestKit
import Testing
import TransportSecurity

@Suite struct TLSSessionTests {
    private let offer: TLSOffer

    init() throws {
        let (chain, key) = try CertificatePair().read()
        self.offer = try TLSOffer([TLSIdentity(chain: chain.span, key: key.span)], tickets: TLSTickets())
    }

    /// What a session that has just begun makes of bytes, and what it says.
    private func begin(with bytes: [UInt8]) throws -> (TLSSession.Outcome, said: Int) {
        let accepted = self.offer.accept()
        guard var session = consume accepted else { throw TransportSecurityError(.exhausted, "no session") }
        var (said, outcome) = (0, TLSSession.Outcome.done)
        var output = [UInt8](repeating: 0, count: 8_192)
        bytes.withUnsafeBytes { bytes in
            var input = bytes
            output.withUnsafeMutableBytes { outcome = session.shakeHands(&input, to: $0, &said) }
        }
        let isEstablished = session.isEstablished
        #expect(!isEstablished)
        return (outcome, said)
    }

    @Test func `nothing is said before the client's hello is whole`() throws {
        for bytes in [[], [0x16], [0x16, 3, 1, 2, 0], [0x16, 3, 1, 2, 0] + Array(repeating: 1, count: 100)] as [[UInt8]]
        {
            let (outcome, said) = try self.begin(with: bytes)
            #expect(said == 0 || outcome == .failed)
        }
    }

    @Test func `garbage fails, with an alert at most`() throws {
        var random = SeededGenerator(seed: 9)
        let plain = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for bytes in [plain] + (0..<500).map({ _ in random.bytes(300) }) {
            let (outcome, said) = try self.begin(with: bytes)
            #expect(said <= 7, "an alert is a record of seven bytes")
            #expect(outcome == .failed || outcome == .needsInput)
        }
    }

    @Test func `there is room for what is sealed`() {
        for count in [0, 1, 16_383, 16_384, 16_385, 1 << 20] {
            let records = (count + 16_383) / 16_384
            #expect(TLSSession.sealedRoom(for: count) >= count + records * 22)
        }
    }
}
