/// What has become of a client's TLS handshake. The raw value is its position in the metrics.
package enum HandshakeOutcome: UInt16, CaseIterable, Sendable {
    case full = 0
    /// Goes on from an earlier session.
    case resumed = 1
    /// Refused, broken, or left in the middle.
    case failed = 2
    /// Not begun: there were too many, or they came too fast.
    case shed = 3
}
