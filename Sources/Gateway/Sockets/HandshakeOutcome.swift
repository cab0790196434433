/// What has become of a TLS handshake. The raw value is its position in the metrics.
enum HandshakeOutcome: UInt16, CaseIterable {
    case full = 0
    /// Goes on from an earlier session.
    case resumed = 1
    /// Refused, broken, or left in the middle.
    case failed = 2
}
