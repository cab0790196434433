import TestKit
import Testing
import TransportSecurity

@Suite struct HandshakePaceTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `a second's worth may come at once, and then as many as the pace`() {
        var pace = HandshakePace(perSecond: 10, mostUnderWay: 1_000)
        let now = 5 * Self.second
        #expect((0..<10).allSatisfy { _ in pace.begin(at: now) == .begins })
        #expect(pace.begin(at: now) == .tooFast)
        #expect(pace.begin(at: now + Self.second / 10) == .begins)
        #expect(pace.begin(at: now + Self.second / 10) == .tooFast)
        #expect((0..<10).allSatisfy { _ in pace.begin(at: now + 3 * Self.second) == .begins })
    }

    @Test func `as many are under way as may be, and the end of one makes room`() {
        var pace = HandshakePace(perSecond: 0, mostUnderWay: 2)
        #expect(pace.begin(at: 1) == .begins)
        #expect(pace.begin(at: 1) == .begins)
        #expect(pace.begin(at: 1) == .tooMany)
        pace.end()
        #expect(pace.begin(at: 1) == .begins)
        #expect(pace.underWay == 2)
    }

    @Test func `over any stretch no more begin than the pace and a second's worth`() {
        var random = SeededGenerator(seed: 4)
        for perSecond in [1, 7, 1_000, 1_000_000] {
            var pace = HandshakePace(perSecond: perSecond, mostUnderWay: .max)
            var (now, begun): (UInt64, UInt64) = (0, 0)
            for _ in 0..<20_000 {
                now += UInt64.random(in: 0...(2 * Self.second / UInt64(perSecond)), using: &random)
                if pace.begin(at: now) == .begins { begun += 1 }
            }
            let most = (now / (Self.second / UInt64(perSecond))) + UInt64(perSecond) + 1
            #expect(begun <= most)
            #expect(begun > 5_000)
        }
    }

    @Test func `without a pace all begin, and an end too many changes nothing`() {
        var pace = HandshakePace(perSecond: 0, mostUnderWay: 100_000)
        pace.end()
        #expect((0..<100_000).allSatisfy { _ in pace.begin(at: 0) == .begins })
        #expect(pace.begin(at: .max) == .tooMany)
    }
}
