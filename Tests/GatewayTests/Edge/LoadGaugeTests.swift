import Keys
import Testing

@testable import Gateway

@Suite struct LoadGaugeTests {
    /// A gauge with a limit of 100 after these waits.
    private func gauge(_ waits: UInt64...) -> LoadGauge {
        var gauge = LoadGauge(limit: 100)
        var now: UInt64 = 1
        for wait in waits {
            gauge.begin(at: now)
            now += wait
            gauge.end(at: now)
        }
        return gauge
    }

    @Test func `one long wait is an accident, two are a queue`() {
        #expect(self.gauge(500).level == .calm)
        #expect(self.gauge(500, 10).level == .calm)
        #expect(self.gauge(120, 500).level == .busy)
        #expect(self.gauge(400, 500).level == .full)
    }

    @Test func `it is over when a wait is half as long as it may be`() {
        #expect(self.gauge(120, 120, 60).level == .busy)
        #expect(self.gauge(120, 120, 49).level == .calm)
        #expect(self.gauge(500, 500, 150).level == .busy)
    }

    @Test func `a wait that has no end yet counts as long as it is`() {
        var gauge = LoadGauge(limit: 100)
        gauge.begin(at: 0)
        gauge.look(at: 50)
        #expect(gauge.delay == 0)
        gauge.look(at: 150)
        gauge.look(at: 200)
        #expect(gauge.level == .busy)
        #expect(gauge.isMeasuring)
        gauge.end(at: 1_000)
        #expect(!gauge.isMeasuring)
    }

    @Test func `routes for administrators go last`() {
        #expect(!self.gauge(1).refuses(nil))
        #expect(self.gauge(120, 120).refuses(nil))
        #expect(self.gauge(120, 120).refuses(.read))
        #expect(!self.gauge(120, 120).refuses(.admin))
        #expect(self.gauge(500, 500).refuses(.admin))
    }
}
