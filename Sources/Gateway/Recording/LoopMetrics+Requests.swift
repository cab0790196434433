import Admission
import DecisionLog
import Keys
import Telemetry

extension LoopMetrics {
    /// A request is over. The record is read where it lies: it is a thousand bytes.
    func note(_ record: borrowing RequestRecord) {
        let route = record.series
        let reason = record.decision.reason
        let reasonNumber = UInt16(reason?.rawValue ?? 0)
        let (method, status) = (UInt16(record.decision.method.rawValue), record.decision.status)
        let isSecure = record.decision.isTLS
        self.active.subtract(from: Self.active(record.decision.method, isSecure: isSecure))
        self.decisions.add(to: SeriesKey(route, reasonNumber))
        self.durations.record(
            record.decision.durationNanoseconds,
            in: Self.duration(
                route, record.decision.method, version: record.decision.protocolVersion, isSecure: isSecure, status,
                reasonNumber))
        self.overhead.record(record.decision.overheadNanoseconds, in: SeriesKey(route))
        guard record.sentAt != 0 else { return }
        let isUpstreamFault = reason?.phase == .forward
        self.upstreamDurations.record(
            record.decision.upstreamNanoseconds,
            in: SeriesKey(
                record.endpoint, method, record.answeredAt == 0 ? 0 : status, isUpstreamFault ? reasonNumber : 0))
    }
}
