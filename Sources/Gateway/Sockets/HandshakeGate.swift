import TransportSecurity

/// The pace of handshakes at one listener of one loop, which its connections share.
final class HandshakeGate {
    private var pace: HandshakePace

    /// A listener may have half of its connections in handshakes: the others are for those who are through.
    init(_ settings: TLSSettings, connections: Int) {
        self.pace = HandshakePace(perSecond: settings.handshakesPerSecond, mostUnderWay: connections / 2)
    }

    /// Goes on at another pace.
    func change(to settings: TLSSettings, connections: Int) {
        self.pace.change(perSecond: settings.handshakesPerSecond, mostUnderWay: connections / 2)
    }

    /// Why another one may not begin; `nil` when it does, and has to end.
    func begin(at now: UInt64) -> Protection? {
        switch self.pace.begin(at: now) {
        case .begins: nil
        case .tooFast: .handshakeRate
        case .tooMany: .handshakesFull
        }
    }

    func end() { self.pace.end() }
}
