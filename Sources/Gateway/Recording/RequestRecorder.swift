import Admission
import DecisionLog
import Keys
import Telemetry

/// Where a loop's requests are recorded: metrics and decision log. Never blocks and never fails a request.
final class RequestRecorder {
    let metrics: LoopMetrics
    let ring: DecisionRing?

    init(metrics: LoopMetrics, ring: DecisionRing?) {
        self.metrics = metrics
        self.ring = ring
    }

    /// A request's head is complete.
    func begin(_ record: borrowing RequestRecord) { self.metrics.active.add(to: Self.method(record)) }

    /// A request is over, however it ended.
    func finish(_ record: inout RequestRecord, at now: MonotonicNanoseconds) {
        record.close(at: now)
        self.ring?.append(record.decision)
        let decision = record.decision
        let route = UInt16(truncatingIfNeeded: record.route + 1)
        let reason = UInt16(decision.reason?.rawValue ?? 0)
        let method = UInt16(decision.method.rawValue)
        self.metrics.active.subtract(from: Self.method(record))
        self.metrics.decisions.add(to: SeriesKey(route, reason))
        self.metrics.durations.record(
            decision.durationNanoseconds,
            in: SeriesKey(route, method << 8 | UInt16(decision.protocolVersion), decision.status, reason))
        self.metrics.overhead.record(decision.overheadNanoseconds, in: SeriesKey(route))
        guard record.sentAt != 0 else { return }
        let isUpstreamFault = decision.reason?.phase == .forward
        self.metrics.upstreamDurations.record(
            decision.upstreamNanoseconds,
            in: SeriesKey(route, method, record.answeredAt == 0 ? 0 : decision.status, isUpstreamFault ? reason : 0))
    }

    /// A machine met an event that cannot happen.
    func countInvariant() { self.metrics.invariants.add(to: SeriesKey(0)) }

    private static func method(_ record: borrowing RequestRecord) -> SeriesKey {
        SeriesKey(UInt16(record.decision.method.rawValue))
    }
}
