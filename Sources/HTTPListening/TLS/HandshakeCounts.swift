import Synchronization
package import TransportSecurity

/// Counts the TLS handshakes of a listener by what became of them.
package final class HandshakeCounts: Sendable {
    private let counts = Mutex<[UInt64]>(.init(repeating: 0, count: HandshakeOutcome.allCases.count))

    package init() {}

    package subscript(outcome: HandshakeOutcome) -> UInt64 { self.counts.withLock { $0[Int(outcome.rawValue)] } }

    package func add(_ outcome: HandshakeOutcome) { self.counts.withLock { $0[Int(outcome.rawValue)] &+= 1 } }
}
