import Admission
import ConfigurationReading
import Gateway
import Testing

@testable import GatehouseServer

/// What looks at upstreams come to, second by second.
@Suite struct CapacityLooksTests {
    /// An upstream whose counts go up.
    private struct Upstream {
        var totals: UpstreamTotals
        var looks: CapacityLooks

        init(_ marks: (inout CapacitySettings) -> Void) {
            var settings = CapacitySettings()
            marks(&settings)
            self.looks = CapacityLooks(settings)
            self.totals = UpstreamTotals(name: "orders")
        }

        /// Seconds in which so many requests are answered after so many milliseconds, and so many fail.
        mutating func pass(_ seconds: Int, answered: UInt64, milliseconds: UInt64 = 1, failed: UInt64 = 0) {
            for _ in 0..<seconds {
                self.totals.answered += answered
                self.totals.sent += answered
                self.totals.waitedNanoseconds += answered * milliseconds * 1_000_000
                self.totals.failed += failed
                _ = self.looks.note(nil, [self.totals])
            }
        }

        var factors: CapacityFactors? { self.looks.rows.first { $0.upstream == "orders" }?.factors }
    }

    @Test func `a slow upstream lowers limits, step by step, and they come back when it is quick`() {
        var upstream = Upstream { $0.upstreamLatencyMilliseconds = 200 }
        upstream.pass(10, answered: 50, milliseconds: 20)
        #expect(upstream.factors?.isWhole == true)
        upstream.pass(6, answered: 50, milliseconds: 900)
        #expect(upstream.factors.map { $0.low < 100 && $0.normal == 100 && $0.high == 100 } == true)
        #expect(upstream.looks.node.isWhole)
        upstream.pass(60, answered: 50, milliseconds: 900)
        #expect(upstream.factors == .init(low: 10, normal: 20, high: 50))
        upstream.pass(60, answered: 50, milliseconds: 20)
        #expect(upstream.factors?.isWhole == true)
    }

    @Test func `between the mark and seven tenths of it nothing moves`() {
        var upstream = Upstream { $0.upstreamLatencyMilliseconds = 200 }
        upstream.pass(12, answered: 50, milliseconds: 900)
        upstream.pass(6, answered: 50, milliseconds: 170)
        let factors = upstream.factors
        upstream.pass(60, answered: 50, milliseconds: 170)
        #expect(upstream.factors == factors && factors?.isWhole == false)
    }

    @Test func `a failing upstream lowers limits`() {
        var upstream = Upstream { $0.upstreamErrorPercent = 20 }
        upstream.pass(20, answered: 80, failed: 19)
        #expect(upstream.factors?.isWhole == true)
        upstream.pass(20, answered: 60, failed: 40)
        #expect(upstream.factors?.low == 10)
        // One that answers nothing at all.
        upstream.pass(20, answered: 0, failed: 40)
        #expect(upstream.factors?.normal == 20)
        upstream.pass(80, answered: 91, failed: 9)
        #expect(upstream.factors?.isWhole == true)
    }

    @Test func `a handful of requests tells nothing`() {
        var upstream = Upstream {
            $0.upstreamErrorPercent = 1
            $0.upstreamLatencyMilliseconds = 1
        }
        // Five, and nine, in five seconds; then ten.
        upstream.pass(100, answered: 1, milliseconds: 9_000)
        #expect(upstream.factors?.isWhole == true)
        for _ in 0..<20 {
            upstream.pass(4, answered: 0, failed: 2)
            upstream.pass(1, answered: 0, failed: 1)
        }
        #expect(upstream.factors?.isWhole == true)
        upstream.pass(20, answered: 1, milliseconds: 9_000, failed: 1)
        #expect(upstream.factors?.isWhole == false)
    }

    @Test func `counts that begin anew are no load, and an upstream that has gone is forgotten`() {
        var upstream = Upstream { $0.upstreamLatencyMilliseconds = 200 }
        upstream.pass(20, answered: 50, milliseconds: 900)
        upstream.totals = UpstreamTotals(name: "orders")
        upstream.pass(1, answered: 1, milliseconds: 1)
        #expect(upstream.factors?.isWhole == false)
        _ = upstream.looks.note(nil, [])
        #expect(upstream.factors == nil)
    }

    @Test func `each upstream is judged by itself, and changes are told once`() {
        var settings = CapacitySettings()
        settings.upstreamErrorPercent = 50
        var looks = CapacityLooks(settings)
        var (good, bad) = (UpstreamTotals(name: "good"), UpstreamTotals(name: "bad"))
        var changes: [CapacityLooks.Change] = []
        for second in 0..<100 {
            good.answered += 100
            if second < 30 { bad.failed += 100 } else { bad.answered += 100 }
            changes += looks.note(nil, [good, bad])
        }
        #expect(changes.map(\.upstream) == ["bad", "bad"])
        #expect(changes.map(\.factors.isWhole) == [false, true])
    }

    @Test func `processors lower the limits of the whole node`() throws {
        var settings = CapacitySettings()
        settings.processorPercent = 80
        var looks = CapacityLooks(settings)
        for second in 0..<20 {
            _ = looks.note(ProcessorTimes("cpu  \(second * 90) 0 0 \(second * 10) 0 0 0 0"), [])
        }
        #expect(!looks.node.isWhole)
        // What cannot be read moves nothing.
        let factors = looks.node
        for _ in 0..<50 { _ = looks.note(nil, []) }
        #expect(looks.node == factors)
    }
}
