import Keys
import Testing

@testable import Gateway

@Suite struct PeerCountsTests {
    private static let second: UInt64 = 1_000_000_000

    private func peer(_ number: UInt32) -> IPAddress { IPAddress(ipv4: number) }

    @Test func `an address has its number of connections, and each that ends makes room for one`() {
        var counts = PeerCounts(PeerLimits(mostConnections: 2, perSecond: 0))
        #expect(counts.open(self.peer(1), at: 0) == .opened)
        #expect(counts.open(self.peer(1), at: 0) == .opened)
        #expect(counts.open(self.peer(1), at: 0) == .tooMany)
        #expect(counts.open(self.peer(2), at: 0) == .opened)
        counts.close(self.peer(1), at: 0)
        #expect(counts.open(self.peer(1), at: 0) == .opened)
    }

    @Test func `as many as may be open may come at once, then one at a time`() {
        var counts = PeerCounts(PeerLimits(mostConnections: 4, perSecond: 2))
        func visit(at now: UInt64) -> PeerTable.Outcome {
            defer { counts.close(self.peer(1), at: now) }
            return counts.open(self.peer(1), at: now)
        }
        for _ in 0..<4 { #expect(visit(at: Self.second) == .opened) }
        #expect(visit(at: Self.second) == .tooFast)
        #expect(visit(at: Self.second + Self.second / 2) == .opened)
        #expect(visit(at: Self.second + Self.second / 2) == .tooFast)
        for _ in 0..<4 { #expect(visit(at: 10 * Self.second) == .opened) }
        #expect(visit(at: 10 * Self.second) == .tooFast)
    }

    @Test func `who was refused is not counted`() {
        var counts = PeerCounts(PeerLimits(mostConnections: 1, perSecond: 1))
        #expect(counts.open(self.peer(1), at: 0) == .opened)
        #expect(counts.open(self.peer(1), at: 0) == .tooMany)
        counts.close(self.peer(1), at: 0)
        #expect(counts.open(self.peer(1), at: 0) == .tooFast)
        #expect(counts.open(self.peer(1), at: Self.second) == .opened)
    }

    @Test func `nobody is held who has no connection and is back at its pace`() {
        var counts = PeerCounts(PeerLimits(mostConnections: 4, perSecond: 100))
        _ = counts.open(self.peer(1), at: 0)
        counts.close(self.peer(1), at: Self.second)
        #expect(counts.count == 0)
        counts.close(self.peer(1), at: Self.second)
        #expect(counts.count == 0)
    }

    @Test func `the addresses that are held without a connection have a bound`() {
        var counts = PeerCounts(PeerLimits(mostConnections: 4, perSecond: 1))
        #expect(counts.open(self.peer(.max), at: 0) == .opened)
        for number in 0..<10_000 as Range<UInt32> {
            #expect(counts.open(self.peer(number), at: 0) == .opened)
            counts.close(self.peer(number), at: 0)
            #expect(counts.count <= PeerCounts.mostIdle + 1)
        }
        // The one that has a connection is not among the forgotten.
        for _ in 0..<3 { #expect(counts.open(self.peer(.max), at: 0) == .opened) }
        #expect(counts.open(self.peer(.max), at: 0) == .tooMany)
    }

    @Test func `addresses of one network of version 6 are one`() throws {
        let plan = EdgePlan(EdgeSettings(), maximumConnections: 10, loopCount: 2)
        let first = try #require(IPAddress("2001:db8:0:1::1"))
        let second = try #require(IPAddress("2001:db8:0:1:ffff::2"))
        let other = try #require(IPAddress("2001:db8:0:2::1"))
        #expect(plan.subject(of: first) == plan.subject(of: second))
        #expect(plan.subject(of: first) != plan.subject(of: other))
    }

    @Test func `proxies and this machine stand for many`() throws {
        var settings = EdgeSettings()
        settings.trustedProxies = [try #require(NetworkRange("10.0.0.0/8"))]
        let plan = EdgePlan(settings, maximumConnections: 10, loopCount: 2)
        for address in ["127.0.0.1", "::1", "10.1.2.3"] {
            #expect(plan.subject(of: try #require(IPAddress(address))) == nil)
        }
        #expect(plan.subject(of: try #require(IPAddress("192.0.2.1"))) != nil)
    }
}
