import Admission
import DecisionLog
import Keys
import Telemetry
import VerifyAPI

extension RequestRecorder {
    /// A request on the verify listener is over, however it ended.
    func end(_ exchange: VerifyExchange) {
        self.metrics.active.subtract(from: LoopMetrics.active(exchange.method, isSecure: exchange.isSecure))
    }

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
        to exchange: VerifyExchange, entrance: VerifyEntrance, status: UInt16, reason: Reason?, nanoseconds: UInt64
    ) {
        self.metrics.durations.record(
            nanoseconds,
            in: LoopMetrics.duration(
                LoopMetrics.entrances | UInt16(entrance.rawValue), exchange.method, version: exchange.protocolVersion,
                isSecure: exchange.isSecure, status, UInt16(reason?.rawValue ?? 0)))
    }
}

extension LoopMetrics {
    /// Positions of routes end below; from here on the entrances of the verify listener are counted by raw value.
    static var entrances: UInt16 { 0xff00 }
}
