import HTTPMachines
import Keys
import TestKit
import Testing

@Suite struct ProxyHeaderParserTests {
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]

    private func parse(_ bytes: [UInt8]) -> ProxyHeaderParse { ProxyHeaderParser.parse(bytes.span) }
    private func parse(_ line: String) -> ProxyHeaderParse { self.parse(Array(line.utf8)) }

    private func binary(_ command: UInt8, _ family: UInt8, _ rest: [UInt8], length: Int? = nil) -> [UInt8] {
        let length = UInt16(clamping: length ?? rest.count)
        return Self.signature + [command, family, UInt8(length >> 8), UInt8(length & 0xff)] + rest
    }

    private func client(_ text: String, _ port: UInt16) throws -> ProxyHeader {
        .client(try #require(IPAddress(text)), port: port)
    }

    // MARK: Version 1

    @Test func `a line names the client`() throws {
        let line = "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n"
        #expect(self.parse(line) == .complete(try self.client("192.0.2.1", 56_324), bytes: line.utf8.count))
        let six = "PROXY TCP6 2001:db8::1 2001:db8::2 0 65535\r\nGET / HTTP/1.1\r\n"
        #expect(self.parse(six) == .complete(try self.client("2001:db8::1", 0), bytes: 44))
    }

    @Test(arguments: ["PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff:: :: 1 nonsense\r\n"])
    func `a line about nobody leaves the peer's address`(line: String) {
        #expect(self.parse(line) == .complete(.peerItself, bytes: line.utf8.count))
    }

    @Test(arguments: [
        "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\n", "PROXY TCP4  192.0.2.1 198.51.100.2 56324 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443 \r\n", "PROXY TCP4 192.0.2.1 198.51.100.2 56324\r\n",
        "PROXY TCP4 192.0.2.01 198.51.100.2 56324 443\r\n", "PROXY TCP4 192.0.2.1 198.51.100.2 056 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.2 65536 443\r\n", "PROXY TCP4 192.0.2.1 198.51.100.2 1 4a\r\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n", "PROXY TCP6 192.0.2.1 198.51.100.2 1 2\r\n",
        "PROXY tcp4 192.0.2.1 198.51.100.2 1 2\r\n", "PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n", "PROXY \r\n",
        "PROXY UNKNOWNS\r\n", "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 3\r\n", "PROXY TCP4\r\n",
    ])
    func `another line is refused`(line: String) {
        #expect(self.parse(line) == .refused(.lineMalformed))
    }

    @Test func `a line ends within 107 bytes`() {
        let longest = "PROXY UNKNOWN " + String(repeating: "x", count: 91) + "\r\n"
        #expect(self.parse(longest) == .complete(.peerItself, bytes: 107))
        let longer = "PROXY UNKNOWN " + String(repeating: "x", count: 92) + "\r\n"
        #expect(self.parse(longer) == .refused(.lineTooLong))
    }

    // MARK: Version 2

    @Test func `a header names the client, and what follows its addresses is passed over`() throws {
        let addresses: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 2, 0xdc, 0x04, 1, 187]
        let plain = self.binary(0x21, 0x11, addresses)
        #expect(self.parse(plain) == .complete(try self.client("192.0.2.1", 56_324), bytes: 28))
        let more = self.binary(0x21, 0x11, addresses + [0x04, 0, 3, 1, 2, 3])
        #expect(self.parse(more + Array("GET".utf8)) == .complete(try self.client("192.0.2.1", 56_324), bytes: 34))
    }

    @Test func `an address of version 6 that stands for one of version 4 is that one`() throws {
        let mapped = [UInt8](repeating: 0, count: 10) + [0xff, 0xff, 192, 0, 2, 1]
        let six = self.binary(0x21, 0x21, mapped + mapped + [0, 7, 0, 8])
        #expect(self.parse(six) == .complete(try self.client("192.0.2.1", 7), bytes: 52))
        let own: [UInt8] = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]
        #expect(
            self.parse(self.binary(0x21, 0x21, own + mapped + [1, 0, 0, 8]))
                == .complete(try self.client("2001:db8::9", 256), bytes: 52))
    }

    @Test func `who connects for itself, for a Unix socket or for nobody keeps the peer's address`() {
        #expect(self.parse(self.binary(0x20, 0x00, [])) == .complete(.peerItself, bytes: 16))
        #expect(self.parse(self.binary(0x20, 0xff, [1, 2, 3])) == .complete(.peerItself, bytes: 19))
        #expect(self.parse(self.binary(0x21, 0x00, [1])) == .complete(.peerItself, bytes: 17))
        let paths = [UInt8](repeating: 0x2f, count: 216)
        #expect(self.parse(self.binary(0x21, 0x31, paths)) == .complete(.peerItself, bytes: 232))
    }

    @Test func `what is not understood is refused`() {
        let addresses = [UInt8](repeating: 1, count: 12)
        #expect(self.parse("GET / HTTP/1.1\r\n") == .refused(.signatureMissing))
        #expect(self.parse("PROXX") == .refused(.signatureMissing))
        #expect(self.parse([0x16, 3, 1]) == .refused(.signatureMissing))
        #expect(self.parse(self.binary(0x11, 0x11, addresses)) == .refused(.versionUnknown))
        #expect(self.parse(self.binary(0x22, 0x11, addresses)) == .refused(.commandUnknown))
        #expect(self.parse(self.binary(0x21, 0x12, addresses)) == .refused(.familyUnknown))
        #expect(self.parse(self.binary(0x21, 0x41, addresses)) == .refused(.familyUnknown))
        #expect(self.parse(self.binary(0x21, 0x11, Array(addresses.dropLast()))) == .refused(.addressesMissing))
        #expect(self.parse(self.binary(0x21, 0x21, addresses)) == .refused(.addressesMissing))
        #expect(self.parse(self.binary(0x21, 0x31, addresses)) == .refused(.addressesMissing))
        #expect(self.parse(self.binary(0x21, 0x11, [], length: 4_081)) == .refused(.headerTooLong))
    }

    @Test func `the longest header is taken`() throws {
        let header = self.binary(0x21, 0x11, [UInt8](repeating: 1, count: 4_080))
        #expect(self.parse(header) == .complete(try self.client("1.1.1.1", 257), bytes: 4_096))
    }

    // MARK: Both

    @Test func `in pieces it is the same, and no byte behind it is asked for`() throws {
        let headers = [
            Array("PROXY TCP6 2001:db8::1 2001:db8::2 4 5\r\n".utf8), Array("PROXY UNKNOWN\r\n".utf8),
            self.binary(0x21, 0x11, [192, 0, 2, 1, 198, 51, 100, 2, 0, 4, 1, 187, 0xea, 0, 1, 9]),
            self.binary(0x20, 0, []),
        ]
        for header in headers {
            for count in 0..<header.count { #expect(self.parse(Array(header[..<count])) == .incomplete) }
            guard case .complete(_, let bytes) = self.parse(header) else { throw NotRead() }
            #expect(bytes == header.count)
            #expect(self.parse(header + Array("GET / HTTP/1.1\r\n".utf8)) == self.parse(header))
        }
    }

    private struct NotRead: Error {}

    @Test func `no bytes trap`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            var bytes = random.next() & 1 == 0 ? Array("PROXY TCP4 1.1.1.1 ".utf8) : Self.signature + [0x21, 0x21]
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            bytes += random.bytes(Int.random(in: 0..<120, using: &random))
            if case .complete(_, let count) = self.parse(bytes) { #expect(count <= bytes.count) }
        }
    }
}
