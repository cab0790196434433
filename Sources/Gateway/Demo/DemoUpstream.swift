package import NIOCore
import NIOPosix

/// A small HTTP server to put the gateway in front of: it answers every request with what it received, as JSON.
///
/// `?status=418` chooses the status; `?bytes=1000000` answers with so many bytes instead.
package struct DemoUpstream: Sendable {
    private let listener: any Channel

    /// The port it listens on.
    package let port: Int

    /// Listens; port 0 takes a free one.
    package static func start(address: String, port: Int, group: any EventLoopGroup) async throws -> DemoUpstream {
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DemoConnection())
                }
            }
            .bind(host: address, port: port).get()
        return DemoUpstream(listener: listener, port: listener.localAddress?.port ?? port)
    }

    /// Stops accepting. Connections end with the loops.
    package func shutdown() async throws { try await self.listener.close() }
}
