import Synchronization

/// What a TLS listener offers at the moment: exchanged while connections go on with what they began with.
package final class ListenerSecurity: Sendable {
    private let current: Mutex<TLSOffer>

    package init(_ offer: TLSOffer) { self.current = Mutex(offer) }

    package var offer: TLSOffer { self.current.withLock { $0 } }

    /// Connections that begin from now on get this.
    package func replace(_ offer: TLSOffer) { self.current.withLock { $0 = offer } }
}
