package import NIOCore
import Synchronization
package import TransportSecurity

/// How a listener over SwiftNIO speaks TLS: by the sessions of every other listener.
package final class ChannelSecurity: Sendable {
    private let listener: ListenerSecurity
    /// For how long a browser comes by TLS only (RFC 6797), in seconds; 0 says nothing of it.
    package let strictTransportSeconds: Int
    package let handshakes = HandshakeCounts()
    private let pace: Mutex<HandshakePace>

    package init(_ listener: ListenerSecurity, strictTransportSeconds: Int, pace: HandshakePace) {
        self.listener = listener
        self.strictTransportSeconds = strictTransportSeconds
        self.pace = Mutex(pace)
    }

    /// What goes into the pipeline of a connection that begins, first of all; `nil` when there are too many handshakes, or no
    /// memory for one.
    package func accept(at now: NIODeadline) -> TLSHandler? {
        guard self.pace.withLock({ $0.begin(at: now.uptimeNanoseconds) }) == .begins else {
            self.handshakes.add(.shed)
            return nil
        }
        let begun = self.listener.offer.accept()
        guard let session = consume begun else {
            self.ended(.failed)
            return nil
        }
        return TLSHandler(session) { self.ended($0) }
    }

    /// A handshake that began is over.
    private func ended(_ outcome: HandshakeOutcome) {
        self.pace.withLock { $0.end() }
        self.handshakes.add(outcome)
    }
}
