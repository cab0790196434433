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

    /// A hello of which only the length is there, in one record or byte by byte.
    private static func claims(_ length: Int, split: Bool) -> [UInt8] {
        let head: [UInt8] = [1, UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255)]
        guard split else { return [0x16, 3, 1, 0, 4] + head }
        return head.flatMap { [0x16, 3, 1, 0, 1, $0] }
    }

    @Test(arguments: [false, true]) func `no more than 16 KiB are set aside for a hello`(split: Bool) throws {
        for length in [1_000, 16_384] {
            let (outcome, said) = try self.begin(with: Self.claims(length, split: split))
            #expect(outcome == .needsInput && said == 0)
        }
        // The longest that libssl would take in, and the longest that can be said.
        for length in [16_385, 131_396, 0xff_ffff] {
            let (outcome, said) = try self.begin(with: Self.claims(length, split: split))
            #expect(outcome == .failed && said == 7, "an alert")
        }
    }

    @Test(arguments: [1, 3, 64]) func `what is claimed is seen however it comes`(piece: Int) throws {
        let accepted = self.offer.accept()
        guard var session = consume accepted else { throw TransportSecurityError(.exhausted, "no session") }
        let bytes = Self.claims(16_385, split: true)
        var output = [UInt8](repeating: 0, count: 8_192)
        var outcomes: [TLSSession.Outcome] = []
        for start in stride(from: 0, to: bytes.count, by: piece) where outcomes.last != .failed {
            var said = 0
            Array(bytes[start..<min(start + piece, bytes.count)]).withUnsafeBytes { bytes in
                var input = bytes
                outcomes.append(output.withUnsafeMutableBytes { session.shakeHands(&input, to: $0, &said) })
            }
        }
        #expect(outcomes.last == .failed)
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
