import Glibc
import NIOCore
import NIOPosix

/// Opens listening sockets for event loops: a TCP socket for each loop on the same port, or one Unix socket for all.
struct ListeningSocket: Sendable {
    /// Connections waiting to be accepted, per socket.
    let backlog: Int32
    /// Puts the handlers of a new connection in their place, on its own loop.
    let initialize: @Sendable (any Channel) throws -> Void

    /// Listens on a port. `isShared` lets the other loops listen on it too; without, a port that anybody has is refused.
    func listen(
        on eventLoop: any EventLoop, host: String, port: Int, isShared: Bool
    ) async throws(GatewayError) -> any Channel {
        var bootstrap = self.bootstrap(ServerBootstrap(group: eventLoop))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        if isShared {
            bootstrap = bootstrap.serverChannelOption(.socketOption(.init(rawValue: SO_REUSEPORT)), value: 1)
        }
        do {
            return try await bootstrap.bind(host: host, port: port).get()
        } catch {
            throw GatewayError(.listenFailed, "cannot listen on \(host):\(port): \(Self.cause(of: error))")
        }
    }

    /// Listens on a Unix socket, in the place of one that a server before left behind. Its group may connect too: whoever
    /// runs the server says with it who may. Connections go round the loops of the group.
    func listen(
        on eventLoop: any EventLoop, group: any EventLoopGroup, path: String
    ) async throws(GatewayError) -> any Channel {
        let bootstrap = self.bootstrap(ServerBootstrap(group: eventLoop, childGroup: group))
        do {
            let channel =
                try await bootstrap
                .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            guard chmod(path, 0o660) == 0 else { throw IOError(errnoCode: errno, reason: "chmod") }
            return channel
        } catch {
            throw GatewayError(.listenFailed, "cannot listen on \(path): \(Self.causeOfPath(error))")
        }
    }

    private func bootstrap(_ bootstrap: ServerBootstrap) -> ServerBootstrap {
        let initialize = self.initialize
        return
            bootstrap
            .serverChannelOption(.backlog, value: self.backlog)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: ReceiveBuffers.allocator)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try initialize(channel) }
            }
    }

    /// Why the system gives us no port, in words for the person who chose it.
    private static func cause(of error: any Error) -> String {
        guard let code = (error as? IOError)?.errnoCode else { return "the address cannot be used" }
        switch code {
        case EADDRINUSE: return "another process is using the port"
        case EADDRNOTAVAIL: return "this machine does not have the address"
        case EACCES: return "the port may not be used without the right to ports below 1024"
        default: return self.description(of: code)
        }
    }

    /// Why the system gives us no Unix socket.
    private static func causeOfPath(_ error: any Error) -> String {
        (error as? IOError).map { self.description(of: $0.errnoCode) } ?? "something else has that name"
    }

    private static func description(of code: Int32) -> String {
        switch code {
        case EMFILE, ENFILE: "too many files are open"
        default: String(cString: strerror(code))
        }
    }
}
