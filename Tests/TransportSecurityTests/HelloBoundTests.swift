import Testing

@testable import TransportSecurity

@Suite struct HelloBoundTests {
    private func admits(_ pieces: [UInt8]...) -> Bool {
        var bound = HelloBound()
        return pieces.allSatisfy { piece in piece.withUnsafeBytes { bound.admits($0) } }
    }

    /// A record of a handshake.
    private static func record(_ bytes: [UInt8], kind: UInt8 = 22) -> [UInt8] {
        [kind, 3, 3, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
    }

    private static let hello = record([1, 0, 1, 0] + Array(repeating: 7, count: 256))
    private static let claim = record([1, 0, 0x40, 1])

    @Test func `a hello may be as long as a record`() {
        #expect(self.admits(Self.record([1, 0, 0x40, 0])))
        #expect(!self.admits(Self.claim))
        #expect(!self.admits(Self.record([1, 0xff, 0xff, 0xff])))
    }

    @Test func `a second hello has the same bound`() {
        #expect(self.admits(Self.hello, Self.hello))
        #expect(!self.admits(Self.hello, Self.claim))
        #expect(!self.admits(Self.hello + Self.record([1], kind: 20) + Self.claim))
        // Both in one record, and the second over two.
        #expect(!self.admits(Self.record([1, 0, 0, 1, 9, 1, 0]), Self.record([0x40, 1])))
    }

    @Test func `what is encrypted is not looked at`() {
        #expect(self.admits(Self.hello, Self.record([1, 0xff, 0xff, 0xff], kind: 23)))
    }

    @Test func `bytes may come one by one`() {
        var bound = HelloBound()
        let bytes = Self.hello + Self.claim
        let admitted = bytes.prefix { byte in [byte].withUnsafeBytes { bound.admits($0) } }
        #expect(admitted.count == bytes.count - 1)
    }

    @Test func `what is no TLS is left to libssl`() {
        #expect(self.admits(Array("GET / HTTP/1.1\r\n\r\n".utf8), Self.claim))
    }

    @Test func `empty records and messages take nothing along`() {
        #expect(self.admits(Self.record([]), Self.record([1, 0, 0, 0]), Self.hello))
        #expect(!self.admits(Self.record([]), Self.record([1, 0, 0, 0]), Self.claim))
    }
}
