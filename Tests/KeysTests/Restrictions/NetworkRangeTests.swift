import Keys
import TestKit
import Testing

@Suite struct NetworkRangeTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true), ("::/0", "10.0.0.1", false),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false), ("2001:db8::/32", "2001:db8:ffff::", true),
        ("2001:db8::/32", "2001:db9::", false), ("2001:db8:0:1::/64", "2001:db8:0:1:ffff::", true),
        ("2001:db8:0:1::/64", "2001:db8:0:2::", false), ("2001:db8::80/121", "2001:db8::ff", true),
        ("2001:db8::80/121", "2001:db8::7f", false), ("::ffff:10.0.0.0/104", "10.9.9.9", true),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true),
    ])
    func `a range holds what lies in it`(_ range: String, _ address: String, _ holds: Bool) throws {
        #expect(try #require(NetworkRange(range)).contains(try #require(IPAddress(address))) == holds)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "10.0.0.0/8/8", "2001:db8::/129", "::1/64",
        "::ffff:10.0.0.0/8", "10.0.0.0/+8", "10.0.0.0/ 8", "10/8", "10.0.0.0/99999999999999999999",
    ])
    func `what is no range is refused, host bits included`(_ text: String) { #expect(NetworkRange(text) == nil) }

    @Test func `any prefix holds exactly the addresses that begin like it`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3000 {
            let length = UInt32(generator.next() % 33)
            let mask: UInt32 = length == 0 ? 0 : .max << (32 - length)
            let base = UInt32(truncatingIfNeeded: generator.next()) & mask
            let other =
                generator.next() % 2 == 0
                ? UInt32(truncatingIfNeeded: generator.next())
                : base | (UInt32(truncatingIfNeeded: generator.next()) & ~mask)
            let range = NetworkRange("\(IPAddress(ipv4: base))/\(length)")
            #expect(range?.contains(.init(ipv4: other)) == (other & mask == base))
            #expect(range?.description == "\(IPAddress(ipv4: base))/\(length)")
        }
    }

    @Test func `denied beats allowed, and nothing stated restricts nothing`() throws {
        let inside = try #require(NetworkRange("10.0.0.0/8"))
        let host = try #require(NetworkRange("10.0.0.5"))
        let address = try #require(IPAddress("10.0.0.5"))
        #expect(Restrictions().permit(address) && Restrictions().isEmpty)
        #expect(Restrictions(allowedAddresses: [inside]).permit(address))
        #expect(!Restrictions(allowedAddresses: [inside], deniedAddresses: [host]).permit(address))
        #expect(!Restrictions(deniedAddresses: [host]).permit(address))
        #expect(!Restrictions(allowedAddresses: [host]).permit(try #require(IPAddress("10.0.0.6"))))
    }
}
