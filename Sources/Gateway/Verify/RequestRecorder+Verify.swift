import Admission
import DecisionLog
import Keys
import Telemetry
import VerifyAPI

extension RequestRecorder {
    /// A request on the verify listener is over, however it ended.
    func end(_ method: RequestMethod) { self.metrics.active.subtract(from: SeriesKey(UInt16(method.rawValue))) }

    /// Remembers and counts a decision of the verify listener. `route` is the number it is counted by,
    /// `environment` its position plus one.
    func note(_ record: inout DecisionRecord, route: UInt16, environment: UInt16) {
        self.ring?.append(record)
        self.metrics.decisions.add(
            to: SeriesKey(
                route, UInt16(record.reason?.rawValue ?? 0), UInt16(record.surface.rawValue), environment))
    }

    /// Measures an answer of the verify listener.
    func countAnswer(
        entrance: VerifyEntrance, method: RequestMethod, version: UInt8, status: UInt16, reason: Reason?,
        nanoseconds: UInt64
    ) {
        self.metrics.durations.record(
            nanoseconds,
            in: SeriesKey(
                LoopMetrics.entrances | UInt16(entrance.rawValue), UInt16(method.rawValue) << 8 | UInt16(version),
                status, UInt16(reason?.rawValue ?? 0)))
    }
}

extension LoopMetrics {
    /// Positions of routes end below; from here on the entrances of the verify listener are counted by raw value.
    static var entrances: UInt16 { 0xff00 }
}
