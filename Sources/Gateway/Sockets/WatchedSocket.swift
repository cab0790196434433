import Polling

/// A socket and its loop's watch over it, for connections of a few bytes that need no buffer.
struct WatchedSocket: ~Copyable {
    /// One that is closed before `open` and after `release`.
    private(set) var socket = StreamSocket()
    private let poller: Poller
    private var watch: Poller.Watch?

    init(on poller: Poller) { self.poller = poller }

    var isOpen: Bool { self.watch != nil }

    /// Takes the socket, and has the target told of what comes.
    ///
    /// - Returns: whether it can be watched.
    mutating func open(_ socket: consuming StreamSocket, for target: any PollTarget) -> Bool {
        do throws(SystemError) {
            self.watch = try self.poller.add(socket.descriptor, for: .readable, target: target)
        } catch {
            return false
        }
        self.socket = socket
        return true
    }

    /// Has the target told of something else from now on.
    func change(to interest: Interest) {
        if let watch = self.watch { self.poller.change(watch, to: interest) }
    }

    /// Lets go of the socket, which is watched by nobody then.
    mutating func release() -> StreamSocket {
        var socket = StreamSocket()
        swap(&socket, &self.socket)
        if let watch = self.watch.take() { self.poller.remove(watch) }
        return socket
    }
}
