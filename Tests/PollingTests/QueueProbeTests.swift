import Testing

@testable import Polling

@Suite struct QueueProbeTests {
    @Test func `a probe waits for those that were ready before it, not for those after`() throws {
        let poller = try Poller()
        var told: [String] = []
        let (first, second) = (Connection(), Connection())
        let (early, late) = (Witness { _ in told.append("early") }, Witness { _ in told.append("late") })
        _ = try poller.add(first.near.descriptor, for: .readable, target: early)
        _ = try poller.add(second.near.descriptor, for: .readable, target: late)
        let probe = try QueueProbe(on: poller) { told.append("probe") }
        first.far?.send([1])
        probe.send()
        second.far?.send([1])
        poller.wait(milliseconds: 0)
        #expect(told == ["early", "probe", "late"])
        told = []
        poller.wait(milliseconds: 0)
        #expect(!told.contains("probe"))
        probe.send()
        probe.close()
        told = []
        poller.wait(milliseconds: 0)
        #expect(!told.contains("probe"))
    }
}
