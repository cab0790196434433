package import Admission
package import DecisionLog
import Glibc
package import Logging
package import NIOCore
import NIOPosix
import Synchronization
package import Telemetry

/// The data plane's listener: one socket per event loop on the same port, each with connections and pools of its own.
package final class GatewayServer: Sendable {
    private struct State {
        var listeners: [any Channel] = []
        var loops: [NIOLoopBound<GatewayLoop>] = []
        var metrics: [LoopMetrics] = []
        var port: Int?
    }

    private let plan: GatewayPlan
    private let eventLoops: [any EventLoop]
    private let decisions: DecisionLog?
    private let logger: Logger
    private let state = Mutex(State())

    /// Checks the configuration; `admission` judges requests and its routes are those of the configuration. The caller
    /// shuts the group down. `decisions` has a ring for each of its loops.
    package init(
        configuration: GatewayConfiguration, admission: AdmissionPlan, decisions: DecisionLog? = nil,
        group: any EventLoopGroup, logger: Logger
    ) throws(GatewayError) {
        self.eventLoops = group.makeIterator().map { $0 }
        self.plan = try GatewayPlan(
            configuration: configuration, admission: admission, loopCount: self.eventLoops.count)
        self.decisions = decisions
        self.logger = logger
    }

    /// The port it listens on, once it does.
    package var port: Int? { self.state.withLock { $0.port } }

    /// Writes the gateway's metrics, summed over the loops.
    package func writeMetrics(to text: inout PrometheusText) {
        let metrics = self.state.withLock { $0.metrics }
        GatewayMetrics(configuration: self.plan.configuration, loops: metrics).write(to: &text)
    }

    /// Listens on every loop. Throws `listenFailed` when the address is taken.
    package func start() async throws {
        let configuration = self.plan.configuration
        var port = configuration.port
        if port != 0 {
            // Loops share the port, which would also let a second server of the same user take half of the connections
            // unnoticed: so the port is first taken alone. A free one is given by the kernel, to nobody else.
            try await self.listen(on: self.eventLoops[0], port: port, loop: nil).close()
        }
        for (index, eventLoop) in self.eventLoops.enumerated() {
            let metrics = LoopMetrics()
            let loop = try await self.makeLoop(on: eventLoop, metrics, ring: self.decisions?.ring(index))
            self.state.withLock { state in
                state.loops.append(loop)
                state.metrics.append(metrics)
            }
            let listener = try await self.listen(on: eventLoop, port: port, loop: loop)
            if port == 0 { port = listener.localAddress?.port ?? 0 }
            self.state.withLock { state in
                state.listeners.append(listener)
                state.port = port
            }
        }
        self.logger.info(
            "gateway is listening", metadata: ["server.address": "\(configuration.address)", "server.port": "\(port)"])
    }

    /// Stops accepting, lets exchanges finish within the configured time, then closes whatever is left.
    package func shutdown() async {
        let (listeners, loops) = self.state.withLock { state in
            let taken = (state.listeners, state.loops)
            state.listeners = []
            state.loops = []
            return taken
        }
        for listener in listeners { try? await listener.close() }
        let timeout = TimeAmount.nanoseconds(Int64(clamping: self.plan.configuration.shutdownTimeout.nanoseconds))
        let drains = loops.map { loop in
            let drained = loop.eventLoop.makePromise(of: Void.self)
            loop.eventLoop.execute { loop.value.beginEnding(drained) }
            let deadline = loop.eventLoop.scheduleTask(in: timeout) { loop.value.end() }
            drained.futureResult.whenComplete { _ in deadline.cancel() }
            return drained.futureResult
        }
        for drain in drains { try? await drain.get() }
        for loop in loops { try? await loop.eventLoop.submit { loop.value.end() }.get() }
    }

    private func makeLoop(
        on eventLoop: any EventLoop, _ metrics: LoopMetrics, ring: DecisionRing?
    ) async throws -> NIOLoopBound<GatewayLoop> {
        let plan = self.plan
        let seed = UInt64.random(in: .min ... .max)
        return try await eventLoop.submit {
            let recorder = RequestRecorder(metrics: metrics, ring: ring)
            let loop = GatewayLoop(plan: plan, eventLoop: eventLoop, recorder: recorder, seed: seed)
            loop.start()
            return NIOLoopBound(loop, eventLoop: eventLoop)
        }.get()
    }

    private func listen(
        on eventLoop: any EventLoop, port: Int, loop: NIOLoopBound<GatewayLoop>?
    ) async throws -> any Channel {
        var bootstrap = ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: self.plan.configuration.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: ReceiveBuffers.allocator)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop else { throw ChannelError.ioOnClosedChannel }
                    try channel.pipeline.syncOperations.addHandler(DownstreamConnection(loop: loop.value))
                }
            }
        if loop != nil {
            bootstrap = bootstrap.serverChannelOption(.socketOption(.init(rawValue: SO_REUSEPORT)), value: 1)
        }
        do {
            return try await bootstrap.bind(host: self.plan.configuration.address, port: port).get()
        } catch {
            throw GatewayError(
                .listenFailed, "cannot listen on \(self.plan.configuration.address):\(port): \(Self.cause(of: error))")
        }
    }

    /// Why the system gives us no listener, in words for the person who chose the address.
    private static func cause(of error: any Error) -> String {
        guard let code = (error as? IOError)?.errnoCode else { return "the address cannot be used" }
        switch code {
        case EADDRINUSE: return "another process is using the port"
        case EADDRNOTAVAIL: return "this machine does not have the address"
        case EACCES: return "the port may not be used without the right to ports below 1024"
        case EMFILE, ENFILE: return "too many files are open"
        default: return String(cString: strerror(code))
        }
    }
}
