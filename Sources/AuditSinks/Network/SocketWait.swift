import Glibc

/// Waiting for a socket, in slices that are short enough to notice that nobody wants the outcome any more.
enum SocketWait {
    private static let slice = 100

    /// Returns when the socket is ready for what is asked, or has failed.
    static func until(_ events: CInt, on descriptor: CInt, _ deadline: Deadline) throws(SinkFailure) {
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let count = poll(&waiting, 1, try deadline.slice(atMost: self.slice))
            if count > 0 { return }
            guard count == 0 || errno == EINTR else { throw .init(.unreachable, "cannot wait for the connection") }
        }
    }
}
