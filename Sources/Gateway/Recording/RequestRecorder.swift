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
    func begin(_ method: RequestMethod) { self.metrics.active.add(to: SeriesKey(UInt16(method.rawValue))) }

    /// A request is over, however it ended.
    func finish(_ record: inout RequestRecord, at now: MonotonicNanoseconds) {
        record.close(at: now)
        self.ring?.append(record.decision)
        // Read where it lies: the record is a thousand bytes.
        let metrics = self.metrics
        let route = UInt16(truncatingIfNeeded: record.route + 1)
        let reason = record.decision.reason
        let reasonNumber = UInt16(reason?.rawValue ?? 0)
        let (method, status) = (UInt16(record.decision.method.rawValue), record.decision.status)
        metrics.active.subtract(from: SeriesKey(method))
        metrics.decisions.add(to: SeriesKey(route, reasonNumber))
        metrics.durations.record(
            record.decision.durationNanoseconds,
            in: SeriesKey(route, method << 8 | UInt16(record.decision.protocolVersion), status, reasonNumber))
        metrics.overhead.record(record.decision.overheadNanoseconds, in: SeriesKey(route))
        guard record.sentAt != 0 else { return }
        let isUpstreamFault = reason?.phase == .forward
        metrics.upstreamDurations.record(
            record.decision.upstreamNanoseconds,
            in: SeriesKey(
                route, method | UInt16(record.endpoint) << 8, record.answeredAt == 0 ? 0 : status,
                isUpstreamFault ? reasonNumber : 0))
    }

    /// A machine met an event that cannot happen.
    func countInvariant() { self.metrics.invariants.add(to: SeriesKey(0)) }

    /// A WebSocket is over.
    func count(_ end: SocketEnd, ofRoute route: Int) {
        self.metrics.socketEnds.add(to: SeriesKey(UInt16(truncatingIfNeeded: route + 1), UInt16(end.rawValue)))
    }

    /// A TLS handshake is over.
    func count(_ handshake: HandshakeOutcome) { self.metrics.handshakes.add(to: SeriesKey(handshake.rawValue)) }
}
