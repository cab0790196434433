import Keys
import TestKit
import Testing

@Suite struct IPAddressBytesTests {
    @Test(arguments: [
        "0.0.0.0", "255.255.255.255", "192.0.2.1", "01.2.3.4", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ",
        " 1.2.3.4",
        "::", "::1", "1::", "1::8", "2001:db8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", ":1", "1:",
        ":::", "1::2::3", "::ffff:192.0.2.1", "::ffff:c000:201", "64:ff9b::192.0.2.33", "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "1.2.3.4::", "12345::", "g::", "fe80::1%eth0", "::1.2.3.256", "1::2:",
        "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "", ":", "::0001", "::00001", "0:0:0:0:0:0:0:0",
        "::1.2.3.4:5",
    ]) func `bytes are read as text is`(text: String) {
        #expect(IPAddress(bytes: Array(text.utf8).span) == IPAddress(text))
    }

    @Test func `random addresses and near ones are read as text is`() {
        var random = SeededGenerator(seed: 17)
        let alphabet = Array("0123456789abcdefF:.".utf8)
        for round in 0..<20_000 {
            let (high, low) = (random.next() >> (random.next() % 64), random.next() >> (random.next() % 64))
            let address =
                round % 2 == 0 ? IPAddress(ipv6High: high, low: low) : IPAddress(ipv4: UInt32(truncatingIfNeeded: low))
            #expect(IPAddress(bytes: Array(address.description.utf8).span) == address)
            var bytes = Array(address.description.utf8)
            bytes[Int(random.next() % UInt64(bytes.count))] = alphabet[Int(random.next() % UInt64(alphabet.count))]
            #expect(IPAddress(bytes: bytes.span) == IPAddress(String(decoding: bytes, as: UTF8.self)), "\(bytes)")
        }
    }
}
