/// Accepts the connections of a listening socket on one loop.
package final class Listener: PollTarget {
    /// Connections accepted before others have their turn.
    private static let batch = 64

    private let socket: ListeningSocket
    private let poller: Poller
    private let take: (consuming StreamSocket, Endpoint) -> Void
    private var watch: Poller.Watch?
    private var isResting = false

    /// `take` gets each connection and who it is from.
    package init(
        _ socket: consuming ListeningSocket, on poller: Poller,
        take: @escaping (consuming StreamSocket, Endpoint) -> Void
    ) throws(SystemError) {
        self.socket = socket
        self.poller = poller
        self.take = take
        self.watch = try poller.add(self.socket.descriptor, for: .readable, target: self)
    }

    package func ready(_ readiness: Readiness) {
        guard !self.isResting else { return }
        for _ in 0..<Self.batch where self.watch != nil {
            switch self.socket.accept() {
            case .connection(let connection, let peer): self.take(connection, peer)
            case .none: return
            case .exhausted:
                // It would be ready again at once; who waits in the backlog is better off with a pause.
                self.rest()
                return
            }
        }
    }

    private func rest() {
        guard let watch = self.watch else { return }
        self.isResting = true
        self.poller.mute(watch)
    }

    /// After a while there may be room again.
    package func wake() {
        guard self.isResting, let watch = self.watch else { return }
        self.isResting = false
        self.poller.change(watch, to: .readable)
    }

    /// Accepts no more. The socket closes when nobody holds the listener.
    package func close() {
        guard let watch = self.watch.take() else { return }
        self.poller.remove(watch)
    }
}
