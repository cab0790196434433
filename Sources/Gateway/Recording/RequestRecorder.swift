import Admission
import DecisionLog
import Keys
import Telemetry
import TransportSecurity

/// Where a loop's requests are recorded: metrics and decision log. Never blocks and never fails a request.
final class RequestRecorder {
    /// Replaced by the loop alone, when the configuration changes.
    var metrics: LoopMetrics
    let ring: DecisionRing?

    init(metrics: LoopMetrics, ring: DecisionRing?) {
        self.metrics = metrics
        self.ring = ring
    }

    /// A request's head is complete. `isSecure`: it came by https.
    func begin(_ method: RequestMethod, isSecure: Bool) {
        self.metrics.active.add(to: LoopMetrics.active(method, isSecure: isSecure))
    }

    /// A request is over, however it ended.
    func finish(_ record: inout RequestRecord, at now: MonotonicNanoseconds) {
        record.close(at: now)
        self.ring?.append(record.decision)
        self.metrics.note(record)
    }

    /// A machine met an event that cannot happen.
    func countInvariant() { self.metrics.invariants.add(to: SeriesKey(0)) }

    /// A TLS handshake of a client is over.
    func count(_ handshake: HandshakeOutcome, at listener: ListenerName) {
        self.metrics.handshakes.add(to: SeriesKey(handshake.rawValue, listener.rawValue))
    }

    /// Something of a WebSocket. `route`: the number that its series go by.
    func count(_ amount: Int, _ count: SocketCount, ofRoute route: UInt16) {
        self.metrics.sockets.add(UInt64(amount), to: SeriesKey(route), column: count.rawValue)
    }

    /// A WebSocket is over. `route`: the number that its series go by.
    func count(_ end: SocketEnd, ofRoute route: UInt16) {
        self.metrics.socketEnds.add(to: SeriesKey(route, UInt16(end.rawValue)))
    }
}
