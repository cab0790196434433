import Foundation
import Glibc
import Synchronization
import TestKit

/// A server of an upstream that can be told what to do, die and come back at the same place. Its answers name it.
final class EndpointServer: Sendable {
    /// What it does with a request.
    enum Manner {
        case answer(Int)
        /// Reads and keeps silent until the connection closes.
        case silence
    }

    private struct State {
        var manner = Manner.answer(200)
        var health = Manner.answer(200)
        var listener: Int32 = -1
        var connections: [Int: RawSocket] = [:]
        var next = 0
        var received: [Message] = []
        var healthChecks = 0
    }

    let name: String
    let place: Place
    private let state = Mutex(State())

    /// Where it listens.
    enum Place {
        /// A port of 127.0.0.host.
        case port(Int, host: UInt8)
        case path(String)
    }

    /// Listens on a free port, unless it is told where.
    init(_ name: String, host: UInt8 = 1, port: Int = 0) {
        self.name = name
        let (listener, taken) = Self.listen(host, port)
        self.place = .port(taken, host: host)
        self.start(listener)
    }

    /// Listens on a Unix socket.
    init(_ name: String, path: String) {
        self.name = name
        self.place = .path(path)
        self.start(Self.listen(path))
    }

    deinit { self.kill() }

    var port: Int {
        guard case .port(let port, _) = self.place else { return 0 }
        return port
    }

    /// Requests received, health checks not among them.
    var count: Int { self.state.withLock { $0.received.count } }
    var received: [Message] { self.state.withLock { $0.received } }
    var healthChecks: Int { self.state.withLock { $0.healthChecks } }

    /// Connections that are open, and those that have ever been.
    var connections: (open: Int, all: Int) { self.state.withLock { ($0.connections.count, $0.next) } }

    func answers(_ manner: Manner) { self.state.withLock { $0.manner = manner } }

    /// What it says to health checks, which ask for `/health`.
    func answersHealthChecks(_ manner: Manner) { self.state.withLock { $0.health = manner } }

    /// Dies with all its connections.
    func kill() {
        let connections = self.state.withLock { state in
            if state.listener >= 0 { shutdown(state.listener, Int32(SHUT_RDWR)) }
            state.listener = -1
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for connection in connections { shutdown(connection.descriptor, Int32(SHUT_RDWR)) }
    }

    /// Is there again, at the same place.
    func revive() {
        switch self.place {
        case .port(let port, let host): self.start(Self.listen(host, port).0)
        case .path(let path): self.start(Self.listen(path))
        }
    }

    // MARK: Connections

    private func start(_ listener: Int32) {
        self.state.withLock { $0.listener = listener }
        // The thread holds the server only while it has something to do: a server that nobody has dies.
        Thread.detachNewThread { [weak self] in
            defer { close(listener) }
            while true {
                let descriptor = accept(listener, nil, nil)
                if descriptor < 0, errno == ECONNABORTED || errno == EINTR { continue }
                guard descriptor >= 0 else { return }
                self?.serve(RawSocket(adopting: descriptor))
            }
        }
    }

    private func serve(_ connection: RawSocket) {
        let number: Int? = self.state.withLock { state in
            guard state.listener >= 0 else { return nil }
            state.next += 1
            state.connections[state.next] = connection
            return state.next
        }
        guard let number else { return }
        Thread.detachNewThread { [weak self] in
            while let message = connection.receiveMessage(), let manner = self?.note(message) {
                guard case .answer(let status) = manner else {
                    _ = connection.receiveAll()
                    break
                }
                let text = self?.name ?? ""
                let head = "HTTP/1.1 \(status) X\r\nContent-Length: \(text.utf8.count)\r\nX-Server: t\r\n\r\n"
                connection.send(head + text)
            }
            _ = self?.state.withLock { $0.connections.removeValue(forKey: number) }
        }
    }

    private func note(_ message: Message) -> Manner {
        self.state.withLock { state in
            if message.start.contains(" /health ") {
                state.healthChecks += 1
                return state.health
            }
            state.received.append(message)
            return state.manner
        }
    }

    // MARK: Listening

    private static func listen(_ host: UInt8, _ port: Int) -> (Int32, Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = RawSocket.loopback(port)
        address.sin_addr.s_addr = (UInt32(0x7f00_0000) | UInt32(host)).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = Glibc.listen(listener, 1_024)
                _ = getsockname(listener, $0, &length)
            }
        }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func listen(_ path: String) -> Int32 {
        unlink(path)
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8.prefix($0.count - 1))) }
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                _ = Glibc.listen(listener, 1_024)
            }
        }
        return listener
    }
}
