import Keys
import TestKit
import Testing

/// There are two readers of addresses: one for text and one for bytes, which allocates nothing. Whatever one refuses, the
/// other must refuse, or an address could pass a rule in one spelling and not in the other.
@Suite struct IPAddressReadersTests {
    private static func read(_ text: String) -> IPAddress? { IPAddress(bytes: Array(text.utf8).span) }

    @Test(arguments: [
        "", ".", ":", "::", "::1", "1::", "::1::", ":::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::", "1:2:3:4::5:6:7:8", "::ffff:10.1.2.3",
        "::ffff:a01:203", "1:2:3:4:5:6:10.1.2.3", "1:2:3:4:5:6:7:10.1.2.3", "1:2:3:4:5:10.1.2.3", "::10.1.2.3:1",
        "1::2:3:4:5:6:10.1.2.3", "::1:2:3:4:5:10.1.2.3", "1:2:3:4:5:6::10.1.2.3", "10.1.2.3", "010.1.2.3", "256.1.1.1",
        "1.2.3", "1.2.3.4.", ".1.2.3.4", "1..2.3", "12345::", "::12345", "g::", "::1%eth0", "[::1]", "1.2.3.4::",
        " ::1", "::1 ",
        "ABCD:EF01::", "::ffff:0:10.1.2.3", "0000:0000:0000:0000:0000:ffff:255.255.255.255", "1:", ":1", "1:2:", ":1:2",
        "+1::",
    ]) func `both readers agree on every form`(_ text: String) { #expect(Self.read(text) == IPAddress(text)) }

    @Test func `both readers agree on random text and on damaged addresses`() {
        var generator = SeededGenerator(seed: 121)
        let pieces = [
            "0", "1", "f", "ff", "10", "255", "256", ":", ":", "::", ".", ".", "ffff", "00", "A", "g", "1.2.3.4",
        ]
        var read = 0
        for _ in 0..<40_000 {
            let text = (0..<generator.number(below: 14)).map { _ in generator.pick(pieces) }.joined()
            let address = Self.read(text)
            #expect(address == IPAddress(text), "\(text)")
            read += address == nil ? 0 : 1
        }
        #expect(read > 300)
        for _ in 0..<20_000 {
            let address = IPAddress(ipv6High: generator.next() & generator.next(), low: generator.next())
            var bytes = Array(address.description.utf8)
            #expect(IPAddress(bytes: bytes.span) == address)
            bytes[generator.number(below: bytes.count)] = generator.pick(Array("0123456789abcdef:.% ".utf8))
            let damaged = String(decoding: bytes, as: UTF8.self)
            #expect(Self.read(damaged) == IPAddress(damaged), "\(damaged)")
        }
    }

    @Test func `random bytes of any length are read or refused, and never trap`() {
        var generator = SeededGenerator(seed: 122)
        for _ in 0..<20_000 { _ = IPAddress(bytes: generator.bytes(generator.number(below: 60)).span) }
    }
}
