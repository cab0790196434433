import TestKit
import Testing

@testable import Keys

/// One host, whatever address its packets come under.
@Suite struct EmbeddedAddressTests {
    private static let forms = [
        "192.0.2.33", "::ffff:192.0.2.33", "64:ff9b::192.0.2.33", "64:ff9b:1::192.0.2.33", "::192.0.2.33",
        "::ffff:0:192.0.2.33", "2002:c000:221::1", "2002:c000:221:5:6:7:8:9", "2001:0:4136:e378:8000:63bf:3fff:fdde",
    ]

    @Test(arguments: Self.forms)
    func `a denied IPv4 host is denied in every form`(form: String) throws {
        let address = try #require(IPAddress(form))
        #expect(address.hostIPv4 == IPAddress("192.0.2.33"))
        #expect(address.budgetSubject == IPAddress("192.0.2.33"))
        for range in ["192.0.2.33", "192.0.2.0/24", "0.0.0.0/0"] {
            let denied = Restrictions(deniedAddresses: [try #require(NetworkRange(range))])
            #expect(!denied.permit(address))
        }
        #expect(Restrictions(deniedAddresses: [try #require(NetworkRange("192.0.3.0/24"))]).permit(address))
    }

    @Test(arguments: [
        "64:ff9b::192.0.2.33", "64:ff9b::192.0.2.0/120", "::192.0.2.32/123", "2002:c000:200::/40",
        "2002:c000:221::/48", "::ffff:0:192.0.2.33",
    ])
    func `a range denied in an embedded form denies the host's other forms`(range: String) throws {
        let denied = Restrictions(deniedAddresses: [try #require(NetworkRange(range))])
        for form in Self.forms { #expect(!denied.permit(try #require(IPAddress(form)))) }
        #expect(denied.permit(try #require(IPAddress("192.0.3.33"))))
        #expect(denied.permit(try #require(IPAddress("2001:db8::c000:221"))))
    }

    @Test func `what is let in is let in by the form that was written down`() throws {
        let allowed = Restrictions(allowedAddresses: [try #require(NetworkRange("192.0.2.0/24"))])
        for form in Self.forms {
            let address = try #require(IPAddress(form))
            #expect(allowed.permit(address) == address.isIPv4)
        }
        let translated = Restrictions(allowedAddresses: [try #require(NetworkRange("64:ff9b::192.0.2.0/120"))])
        #expect(translated.permit(try #require(IPAddress("64:ff9b::192.0.2.33"))))
        #expect(!translated.permit(try #require(IPAddress("192.0.2.33"))))
    }

    @Test(arguments: ["64:ff9b::/96", "2002::/16", "::/0", "64:ff9b::/32", "2001::/32"])
    func `to deny a whole translator is not to deny all of IPv4`(range: String) throws {
        let denied = Restrictions(deniedAddresses: [try #require(NetworkRange(range))])
        #expect(denied.permit(try #require(IPAddress("192.0.2.33"))))
    }

    @Test(arguments: ["::", "::1", "::2:3", "2001:db8::1", "64:ff9b:0:1::c000:221", "64:ff9c::c000:221", "fe80::1"])
    func `other addresses stand for themselves`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.hostIPv4 == nil)
        #expect(Restrictions(deniedAddresses: [try #require(NetworkRange("0.0.0.0/0"))]).permit(address))
    }

    @Test func `random addresses: a range of one always reaches it, and so does that of its host`() throws {
        var random = SeededGenerator(seed: 5)
        let uppers: [UInt64] = [0, 0x0064_ff9b_0000_0000, 0x0064_ff9b_0001_0000, 0x2002_c000_0221_0000, 0x2001 << 48]
        for _ in 0..<20_000 {
            let high = random.next() % 2 == 0 ? random.next() : uppers[Int(random.next() % 5)]
            let address = IPAddress(ipv6High: high, low: random.next() >> (random.next() % 64))
            #expect(try #require(NetworkRange("\(address)")).reaches(address))
            guard let host = address.hostIPv4 else { continue }
            #expect(try #require(NetworkRange("\(host)")).reaches(address))
            #expect(host.hostIPv4 == host)
        }
    }
}
