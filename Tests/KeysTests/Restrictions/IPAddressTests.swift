import Glibc
import Keys
import TestKit
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"), ("2001:DB8::1", "2001:db8::1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("0:0:0:0:0:0:0:0", "::"), ("::1", "::1"), ("1::", "1::"),
        ("::ffff:10.1.2.3", "10.1.2.3"), ("::ffff:a01:203", "10.1.2.3"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"),
        ("255.255.255.255", "255.255.255.255"),
    ])
    func `one address has one text, that of RFC 5952`(_ text: String, _ canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
        #expect(IPAddress(canonical) == IPAddress(text))
    }

    @Test(arguments: [
        "", ".", ":", "::1::", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::",
        "::1%eth0", "[::1]", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.-4", "+1.2.3.4", "1.2.3.4 ",
        "1.2.3.4::", "1.2.3.4::1", "1:1.2.3.4:2::", "::1.2.3.4:5", "::1.2.3", "::+1", "::-1", "1:2:3:4:5:6:7:1.2.3.4",
        "０.0.0.0",
    ])
    func `what is no address is refused`(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.255.254", true), ("::1", true), ("::ffff:127.0.0.1", true), ("::", false),
        ("128.0.0.1", false), ("126.255.255.255", false), ("0.0.0.0", false), ("::2", false), ("1::1", false),
        ("::7f00:1", false),
    ])
    func `only 127.0.0.0-8 and ::1 stay on the machine`(_ text: String, _ isLoopback: Bool) {
        #expect(IPAddress(text)?.isLoopback == isLoopback)
    }

    @Test func `the C library reads and writes the same`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<3000 {
            var words = (0..<8).map { _ in UInt16(truncatingIfNeeded: generator.next()) }
            for index in words.indices where generator.next() % 2 == 0 { words[index] = 0 }
            // Mapped and compatible forms are written differently on purpose.
            if words[..<5].allSatisfy({ $0 == 0 }) { words[0] = 1 }
            let text = words.map { String($0, radix: 16) }.joined(separator: ":")
            #expect(IPAddress(text)?.description == Self.libraryText(text))
        }
    }

    private static func libraryText(_ text: String) -> String? {
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test func `random text that we read, the C library reads too`() {
        var generator = SeededGenerator(seed: 6)
        let alphabet = Array("0123456789abcf:::...".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<(generator.next() % 14)).map { _ in alphabet[Int(generator.next() % 20)] }
            let text = String(decoding: bytes, as: UTF8.self)
            guard IPAddress(text) != nil else { continue }
            var space = in6_addr()
            let isKnown = inet_pton(text.contains(":") ? AF_INET6 : AF_INET, text, &space) == 1
            #expect(isKnown, "\(text)")
        }
    }

    @Test func `failures are budgeted by the /64`() {
        #expect(IPAddress("2001:db8:1:2:3:4:5:6")?.budgetSubject == IPAddress("2001:db8:1:2::"))
        #expect(IPAddress("192.0.2.7")?.budgetSubject == IPAddress("192.0.2.7"))
    }
}
