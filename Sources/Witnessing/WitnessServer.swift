import Glibc
import HTTPListening
import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A witness over HTTP (C2SP tlog-witness): listens until a graceful shutdown, then finishes what it was asked.
package final class WitnessServer: Service {
    /// Most connections at the same time, and of one address.
    static let mostConnections = 256
    static let mostConnectionsOfAnAddress = 64

    private let address: String
    private let wantedPort: Int
    private let responder: WitnessResponder
    private let group: any EventLoopGroup
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) -> Void

    /// Port 0 lets the system choose; `version` is what `/livez` says; `onListening` is called once with the port.
    package init(
        address: String, port: Int, desk: WitnessDesk, version: String, group: any EventLoopGroup, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) {
        self.address = address
        self.wantedPort = port
        self.responder = WitnessResponder(desk: desk, version: version)
        self.group = group
        self.logger = logger
        self.onListening = onListening
    }

    /// Throws `WitnessFault` when it cannot listen.
    package func run() async throws {
        do {
            try await self.application.run()
        } catch let error as IOError {
            let isTaken = error.errnoCode == EADDRINUSE
            throw WitnessFault(
                isTaken ? .addressInUse : .cannotListen,
                "the witness cannot listen on \(self.address):\(self.wantedPort): \(isTaken ? "in use" : "\(error)")")
        }
    }

    private var application: some ApplicationProtocol {
        let guards = self.guards
        let limits = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 8192, maxHeaderListSize: 16_384, maxHeaderFieldCount: 50)
        // What fails in the framework is thrown, and told once by whoever catches it.
        var quiet = self.logger
        quiet.logLevel = .critical
        return Application(
            responder: self.responder,
            server: .http1(
                configuration: .init(additionalChannelHandlers: guards(), httpDecoderConfiguration: limits)),
            configuration: .init(
                address: .hostname(self.address, port: self.wantedPort),
                availableConnectionsDelegate: .maximum(Self.mostConnections, logger: quiet)),
            onServerRunning: { [onListening] channel in onListening(channel.localAddress?.port ?? 0) },
            eventLoopGroupProvider: .shared(self.group), logger: quiet)
    }

    /// Makes what watches one connection.
    private var guards: @Sendable () -> [any RemovableChannelHandler] {
        let shares = ConnectionShares(most: Self.mostConnectionsOfAnAddress)
        // Logs keep their connection between checkpoints.
        let clock = RequestClock(headTimeout: .seconds(30), bodyTimeout: .seconds(10), answerTimeout: .seconds(30))
        return { [ConnectionGuard(shares: shares, clock: clock)] }
    }
}
