import Glibc
import HTTPListening
import Hummingbird
import HummingbirdCore
import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
package import TransportSecurity

/// The admin API as a service: the TCP listener for operator keys and the Unix socket for local users.
///
/// `run` returns when a graceful shutdown has ended both. The process's umask is set to 077 before the socket is made
/// and stays so: nothing this server creates is anybody else's business.
package final class AdminServer: Service {
    private let configuration: AdminServerConfiguration
    private let desk: AdminDesk
    private let group: any EventLoopGroup
    /// How the TCP listener speaks TLS; `nil` for plain HTTP.
    private let security: ChannelSecurity?
    private let started: Mutex<Started> = .init(.init())

    private struct Started {
        var port: Int?
        var listeners = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isOver = false
    }

    /// Holds the configuration to its rules. `failures` is the budget of failed authentications by address.
    package convenience init(
        configuration: AdminServerConfiguration, surroundings: AdminSurroundings, failures: FailureGate,
        security: ListenerSecurity? = nil, group: any EventLoopGroup
    ) throws(AdminServerError) {
        try self.init(
            configuration: configuration, desk: AdminDesk(surroundings, failures: failures), security: security,
            group: group)
    }

    /// Holds the configuration to its rules. The listeners answer with what the desk has. `security` is there exactly when
    /// the configuration says that the TCP listener speaks TLS.
    package init(
        configuration: AdminServerConfiguration, desk: AdminDesk, security: ListenerSecurity? = nil,
        group: any EventLoopGroup
    ) throws(AdminServerError) {
        self.configuration = try configuration.validated()
        guard configuration.isSecure == (security != nil) else {
            throw .init(
                .securityMissing, "The admin listener has no certificates for its TLS, or none of it for them.")
        }
        self.security = security.map {
            ChannelSecurity(
                $0, strictTransportSeconds: configuration.strictTransportSeconds,
                pace: HandshakePace(
                    perSecond: configuration.handshakesPerSecond, mostUnderWay: configuration.mostConnections / 2))
        }
        self.desk = desk
        self.group = group
    }

    /// The port the TCP listener is bound to; `nil` before it is, and when there is none.
    package var port: Int? { self.started.withLock { $0.port } }

    /// TLS handshakes of clients, with the labels of `Metric.tlsHandshakes`; none without TLS.
    package var handshakes: [(labels: [String], value: UInt64)] {
        guard let counts = self.security?.handshakes else { return [] }
        return HandshakeOutcome.allCases.map { (["admin", "\($0)"], counts[$0]) }
    }

    /// Whether every configured listener accepts.
    package var isListening: Bool { self.started.withLock { !$0.isOver && self.isListening($0) } }

    /// Whether it has ended, or could not begin.
    package var isOver: Bool { self.started.withLock { $0.isOver } }

    /// Returns once every configured listener accepts, or when the server is over before that.
    package func waitUntilListening() async {
        await withCheckedContinuation { continuation in
            let isDone = self.started.withLock { started in
                if self.isListening(started) || started.isOver { return true }
                started.waiting.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    package func run() async throws {
        defer { self.note { $0.isOver = true } }
        var services: [any Service] = []
        if let host = self.configuration.host {
            services.append(self.application(.operatorKeys, at: .hostname(host, port: self.configuration.port)))
        }
        if let path = self.configuration.socketPath {
            umask(0o077)
            try SocketFolder.prepare(for: path)
            let listener = AdminListener.localUsers(self.configuration.peerRule)
            services.append(self.application(listener, at: .unixDomainSocket(path: path)))
        }
        guard !services.isEmpty else { return }
        do {
            let group = ServiceGroup(configuration: .init(services: services, logger: self.frameworkLogger))
            try await group.run()
        } catch let error as IOError {
            throw self.describe(error)
        }
    }

    /// The application of one listener. Tests drive it without a socket.
    func application(_ listener: AdminListener, at address: BindAddress) -> Application<AdminResponder> {
        let responder = AdminResponder(
            desk: self.desk, listener: listener, hostRule: self.configuration.hostRule(of: listener),
            strictTransportSeconds: self.security(of: listener)?.strictTransportSeconds ?? 0)
        return Application(
            responder: responder,
            server: self.channels(of: listener),
            configuration: .init(
                address: address,
                availableConnectionsDelegate: .maximum(
                    self.configuration.mostConnections, logger: self.frameworkLogger)),
            onServerRunning: { channel in
                self.note { started in
                    started.listeners += 1
                    if case .operatorKeys = listener { started.port = channel.localAddress?.port }
                }
            },
            eventLoopGroupProvider: .shared(self.group), logger: self.frameworkLogger)
    }

    /// What a listener's connections speak: HTTP/1.1, over TCP alone with TLS.
    private func channels(of listener: AdminListener) -> HTTPServerBuilder {
        let (guards, security) = (self.guards, self.security(of: listener))
        let limits = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)
        return HTTPServerBuilder { responder in
            let plain = HTTP1Channel(
                responder: responder,
                configuration: .init(additionalChannelHandlers: guards(), httpDecoderConfiguration: limits))
            guard let security else { return plain }
            return SecuredChannel(base: plain, security: security)
        }
    }

    private func security(of listener: AdminListener) -> ChannelSecurity? {
        guard case .operatorKeys = listener else { return nil }
        return self.security
    }

    /// For the frameworks: what fails here is thrown, and told once by whoever catches it.
    private var frameworkLogger: Logger {
        var logger = self.desk.logger
        logger.logLevel = .critical
        return logger
    }

    /// Makes what watches one connection.
    private var guards: @Sendable () -> [any RemovableChannelHandler] {
        let shares = ConnectionShares(most: self.configuration.mostConnectionsOfAnAddress)
        let clock = RequestClock(
            headTimeout: .seconds(self.configuration.headTimeoutSeconds),
            bodyTimeout: .seconds(self.configuration.bodyTimeoutSeconds),
            answerTimeout: .seconds(self.configuration.answerTimeoutSeconds))
        return { [ConnectionGuard(shares: shares, clock: clock)] }
    }

    private func isListening(_ started: Started) -> Bool {
        started.listeners >= (self.configuration.host == nil ? 0 : 1) + (self.configuration.socketPath == nil ? 0 : 1)
    }

    private func note(_ change: (inout Started) -> Void) {
        let released = self.started.withLock { started in
            change(&started)
            guard self.isListening(started) || started.isOver else { return [CheckedContinuation<Void, Never>]() }
            defer { started.waiting = [] }
            return started.waiting
        }
        for continuation in released { continuation.resume() }
    }

    private func describe(_ error: IOError) -> AdminServerError {
        let place = "\(self.configuration.host ?? ""):\(self.configuration.port)"
        guard error.errnoCode == EADDRINUSE else {
            return .init(.cannotListen, "The admin listener cannot be opened at \(place): \(error)")
        }
        return .init(.addressInUse, "The address of the admin listener is in use: \(place)")
    }
}
