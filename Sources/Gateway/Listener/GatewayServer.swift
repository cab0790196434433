package import Admission
package import DecisionLog
package import Logging
package import NIOCore
import Synchronization
package import Telemetry

/// The data plane's listener: one socket per event loop on the same port, each with connections and pools of its own.
package final class GatewayServer: Sendable {
    private struct State {
        var listeners: [any Channel] = []
        var loops: [NIOLoopBound<GatewayLoop>] = []
        var metrics: [LoopMetrics] = []
        var port: Int?
        var verifyPort: Int?
    }

    private let plan: GatewayPlan
    private let verify: VerifyConfiguration?
    private let group: any EventLoopGroup
    private let eventLoops: [any EventLoop]
    private let decisions: DecisionLog?
    private let logger: Logger
    private let state = Mutex(State())

    /// Checks the configuration; `admission` judges requests and its routes are those of the configuration. The caller
    /// shuts the group down. `decisions` has a ring for each of its loops. `verify` is listened for on the same loops.
    package init(
        configuration: GatewayConfiguration, admission: AdmissionPlan, verify: VerifyListener? = nil,
        decisions: DecisionLog? = nil, group: any EventLoopGroup, logger: Logger
    ) throws(GatewayError) {
        self.group = group
        self.eventLoops = group.makeIterator().map { $0 }
        self.verify = verify?.configuration
        self.plan = try GatewayPlan(
            configuration: configuration, admission: admission, verify: verify, loopCount: self.eventLoops.count)
        self.decisions = decisions
        self.logger = logger
    }

    /// The port it listens on, once it does.
    package var port: Int? { self.state.withLock { $0.port } }

    /// The port of the verify listener, once it listens on one.
    package var verifyPort: Int? { self.state.withLock { $0.verifyPort } }

    /// Writes the gateway's metrics, summed over the loops.
    package func writeMetrics(to text: inout PrometheusText) {
        let metrics = self.state.withLock { $0.metrics }
        let environments = self.plan.admission.publication.snapshot.environments.map(\.name)
        GatewayMetrics(configuration: self.plan.configuration, loops: metrics, environments: environments)
            .write(to: &text)
    }

    /// Listens on every loop. Throws `listenFailed` when an address is taken.
    package func start() async throws {
        let configuration = self.plan.configuration
        try await self.makeLoops()
        let port = try await self.listen(
            self.socket { DownstreamConnection(loop: $0) }, host: configuration.address, port: configuration.port)
        self.state.withLock { $0.port = port }
        self.logger.info(
            "gateway is listening", metadata: ["server.address": "\(configuration.address)", "server.port": "\(port)"])
        if let verify = self.verify { try await self.listenForVerifiers(verify) }
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

    // MARK: Loops and sockets

    private func makeLoops() async throws {
        for (index, eventLoop) in self.eventLoops.enumerated() {
            let plan = self.plan
            let seed = UInt64.random(in: .min ... .max)
            let metrics = LoopMetrics()
            let ring = self.decisions?.ring(index)
            let loop = try await eventLoop.submit {
                let recorder = RequestRecorder(metrics: metrics, ring: ring)
                let loop = GatewayLoop(plan: plan, eventLoop: eventLoop, recorder: recorder, seed: seed)
                loop.start()
                return NIOLoopBound(loop, eventLoop: eventLoop)
            }.get()
            self.state.withLock { state in
                state.loops.append(loop)
                state.metrics.append(metrics)
            }
        }
    }

    /// The sockets of a listener, whose connections get the handler made for their loop.
    private func socket(
        _ makeHandler: @escaping @Sendable (GatewayLoop) -> (any ChannelHandler)?
    ) -> ListeningSocket {
        let loops = self.state.withLock { state in
            Dictionary(uniqueKeysWithValues: state.loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        }
        return ListeningSocket(backlog: self.plan.configuration.backlog) { channel in
            guard let loop = loops[ObjectIdentifier(channel.eventLoop)], let handler = makeHandler(loop.value) else {
                throw ChannelError.ioOnClosedChannel
            }
            try channel.pipeline.syncOperations.addHandler(handler)
        }
    }

    /// Listens on every loop at one port, and says which.
    private func listen(_ socket: ListeningSocket, host: String, port: Int) async throws -> Int {
        var port = port
        if port != 0 {
            // Loops share the port, which would also let a second server of the same user take half of the connections
            // unnoticed: so the port is first taken alone. A free one is given by the kernel, to nobody else.
            let alone = ListeningSocket(backlog: 1) { _ in throw ChannelError.ioOnClosedChannel }
            try await alone.listen(on: self.eventLoops[0], host: host, port: port, isShared: false).close()
        }
        for eventLoop in self.eventLoops {
            let listener = try await socket.listen(on: eventLoop, host: host, port: port, isShared: true)
            self.state.withLock { $0.listeners.append(listener) }
            if port == 0 { port = listener.localAddress?.port ?? 0 }
        }
        return port
    }

    private func listenForVerifiers(_ configuration: VerifyConfiguration) async throws {
        let socket = self.socket { loop in loop.verify.map { VerifyConnection(loop: $0) } }
        if let address = configuration.address {
            let port = try await self.listen(socket, host: address, port: configuration.port)
            self.state.withLock { $0.verifyPort = port }
            self.logger.info(
                "verify is listening", metadata: ["server.address": "\(address)", "server.port": "\(port)"])
        }
        if let path = configuration.socket {
            let listener = try await socket.listen(on: self.eventLoops[0], group: self.group, path: path)
            self.state.withLock { $0.listeners.append(listener) }
            self.logger.info("verify is listening", metadata: ["server.address": "\(path)"])
        }
    }
}
