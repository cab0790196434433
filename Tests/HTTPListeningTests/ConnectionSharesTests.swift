import Keys
import Testing

@testable import HTTPListening

@Suite struct ConnectionSharesTests {
    @Test func `an address gets its share and no more, others get theirs`() {
        let shares = ConnectionShares(most: 2)
        let (first, second) = (IPAddress(ipv4: 1), IPAddress(ipv4: 2))
        #expect(shares.enter(first) && shares.enter(first) && !shares.enter(first))
        #expect(shares.enter(second))
        shares.leave(first)
        #expect(shares.enter(first) && !shares.enter(first))
    }

    @Test func `the addresses of one IPv6 network share`() {
        let shares = ConnectionShares(most: 1)
        #expect(shares.enter(.init(ipv6High: 0x2001_0db8_0000_0001, low: 1)))
        #expect(!shares.enter(.init(ipv6High: 0x2001_0db8_0000_0001, low: 2)))
        #expect(shares.enter(.init(ipv6High: 0x2001_0db8_0000_0002, low: 1)))
    }

    @Test func `leaving without having entered changes nothing`() {
        let shares = ConnectionShares(most: 1)
        shares.leave(.init(ipv4: 1))
        #expect(shares.enter(.init(ipv4: 1)) && !shares.enter(.init(ipv4: 1)))
    }
}
