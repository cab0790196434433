import CSystemCalls
import Glibc
import Keys

/// A socket that connections come in on.
package struct ListeningSocket: ~Copyable {
    let descriptor: CInt

    /// Takes over a descriptor that listens.
    package init(adopting descriptor: CInt) { self.descriptor = descriptor }

    deinit { close(self.descriptor) }

    /// Listens on a port. `isShared` lets other sockets of the same user listen on it too, and the kernel spreads the
    /// connections; without, a port that anybody has is refused.
    package static func open(
        _ address: Endpoint, backlog: CInt, isShared: Bool
    ) throws(SystemError) -> ListeningSocket {
        let socket = try self.make(address.family)
        socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
        if isShared { socket.set(SOL_SOCKET, SO_REUSEPORT, 1) }
        try socket.bind(to: address)
        try socket.listen(backlog)
        return socket
    }

    /// Listens on a Unix socket, in the place of one that a server before left behind, but not of one that somebody listens
    /// on. Its group may connect too: whoever runs the server says with it who may.
    package static func open(path: String, backlog: CInt) throws(SystemError) -> ListeningSocket {
        // The system would cut it and listen elsewhere.
        guard (1...Endpoint.longestPath).contains(path.utf8.count) else { throw SystemError("bind", ENAMETOOLONG) }
        var found = stat()
        if lstat(path, &found) == 0 {
            guard found.st_mode & S_IFMT == S_IFSOCK, Self.isAbandoned(path) else {
                throw SystemError("bind", EADDRINUSE)
            }
            unlink(path)
        }
        let socket = try self.make(AF_UNIX)
        try socket.bind(to: .path(path))
        // Nobody can connect before it listens.
        guard chmod(path, 0o660) == 0 else { throw SystemError.last("chmod") }
        try socket.listen(backlog)
        return socket
    }

    /// Whether nobody listens on the Unix socket of that name.
    private static func isAbandoned(_ path: String) -> Bool {
        do throws(SystemError) {
            _ = try StreamSocket(connectingTo: .path(path))
            return false
        } catch {
            return error.code == ECONNREFUSED
        }
    }

    /// Another descriptor of the same socket, for another loop to adopt.
    package borrowing func duplicate() throws(SystemError) -> CInt {
        let copy = fcntl(self.descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw SystemError.last("fcntl") }
        return copy
    }

    /// The port; 0 for a path.
    package borrowing func port() -> Int {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(self.descriptor, $0, &length) }
        }
        guard status == 0, case .ip(_, let port)? = Endpoint(storage) else { return 0 }
        return Int(port)
    }

    /// Has connections that come in from now on send small writes at once (TCP_NODELAY), and take no more than so many bytes that
    /// wait to be sent, of which they tell when half have gone, however large the kernel's buffer has grown
    /// (TCP_NOTSENT_LOWAT). They have it from their listener, so that it costs no call for each. Does nothing where there is no TCP.
    package borrowing func prepareConnections(keepingUnsentBelow bytes: CInt) {
        self.set(CInt(IPPROTO_TCP), TCP_NODELAY, 1)
        self.set(CInt(IPPROTO_TCP), TCP_NOTSENT_LOWAT, bytes)
    }

    /// What came of accepting.
    package enum Accepted: ~Copyable {
        case connection(StreamSocket, from: Endpoint)
        /// Nobody waits.
        case none
        /// The process or the machine has too much open, or nobody can be accepted for another reason; whoever waits goes
        /// on waiting.
        case exhausted
    }

    package borrowing func accept() -> Accepted {
        var storage = sockaddr_storage()
        while true {
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = system_accept(self.descriptor, &storage, &length)
            if descriptor >= 0 {
                return .connection(StreamSocket(adopting: descriptor), from: Endpoint(storage) ?? .path(""))
            }
            switch errno {
            case EAGAIN: return .none
            // Whoever waited has left, or cannot be reached any more (accept(2), error handling).
            case ECONNABORTED, EINTR, EPROTO, ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH, ENOPROTOOPT, ENONET:
                continue
            // EMFILE, ENFILE, ENOBUFS, ENOMEM; and whatever else would be the same again at once.
            default: return .exhausted
            }
        }
    }

    // MARK: Making

    private static func make(_ family: CInt) throws(SystemError) -> ListeningSocket {
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw SystemError.last("socket") }
        return ListeningSocket(adopting: descriptor)
    }

    private borrowing func bind(to address: Endpoint) throws(SystemError) {
        let descriptor = self.descriptor
        guard address.withSystemAddress({ Glibc.bind(descriptor, $0, $1) }) == 0 else { throw SystemError.last("bind") }
    }

    private borrowing func listen(_ backlog: CInt) throws(SystemError) {
        guard Glibc.listen(self.descriptor, backlog) == 0 else { throw SystemError.last("listen") }
    }

    private borrowing func set(_ level: CInt, _ option: CInt, _ value: CInt) {
        var value = value
        setsockopt(self.descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
    }
}
