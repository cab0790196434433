import Keys
import NIOCore
import TestKit
import Testing

@testable import Gateway

@Suite struct AddressTextTests {
    private func text(_ address: IPAddress) -> String {
        var buffer = ByteBuffer()
        AddressText(address).write(to: &buffer)
        return String(buffer: buffer)
    }

    @Test(arguments: [
        "0.0.0.0", "1.10.100.255", "255.255.255.255", "::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1",
        "2001:0:0:1::1", "2001:db8:1:2:3:4:5:6", "fe80::1:0:0:1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "1:0:0:2::",
        "0:1:0:1:0:1:0:1",
    ])
    func `an address is written as it is usually written`(text: String) throws {
        #expect(self.text(try #require(IPAddress(text))) == text)
    }

    @Test func `any address is written as its description is`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            #expect({ $0.description == self.text($0) }(IPAddress(ipv4: UInt32(truncatingIfNeeded: random.next()))))
            // Groups of zeros are seldom by chance.
            let mask = (random.next() & 0x0001_0001_0001_0001) &* 0xffff
            let other = (random.next() & 0x0001_0001_0001_0001) &* 0xffff
            let address = IPAddress(ipv6High: random.next() & mask, low: random.next() & other)
            #expect(address.description == self.text(address))
        }
    }
}
