import Admission
import DecisionLog
import Gateway
import KeyManagement
import Keys
import Logging
import NIOCore
import NIOPosix
import RateLimiting
import Storage
import TestKit

/// A control plane and a gateway of three loops in one process, with a demo upstream, as the server assembles them.
struct RevocationHarness {
    let world: ManagementWorld
    let environment: Environment
    let gateway: GatewayServer
    private let upstream: DemoUpstream
    private let group: MultiThreadedEventLoopGroup

    static let routes = [
        RouteRules(
            index: 0, name: "orders", project: "orders", environment: "live", permission: Permission("orders:read"))
    ]

    init(makeStore: @escaping ManagementWorld.StoreFactory) async throws {
        var settings = ManagementSettings()
        // What is checked must hold at the answer; waiting for the loops first would hide a gap behind the wait.
        settings.receiptDeadlineMilliseconds = 0
        let clock = ManualClock(TimeSource.system.wallTime())
        self.world = try await ManagementWorld(
            clock: clock, routes: Self.routes, settings: settings, makeStore: makeStore)
        self.environment = try await self.world.makeEnvironment()
        self.group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.upstream = try await DemoUpstream.start(address: "127.0.0.1", port: 0, group: self.group)
        var configuration = GatewayConfiguration(
            upstreams: [UpstreamConfiguration(name: "demo", host: "127.0.0.1", port: self.upstream.port)],
            routes: Self.routes.map { RouteConfiguration(rules: $0, path: "/**") })
        configuration.port = 0
        configuration.shutdownTimeout = .milliseconds(200)
        var random = SeededGenerator(seed: 3)
        self.gateway = try GatewayServer(
            configuration: configuration,
            admission: AdmissionPlan(
                publication: self.world.publication, routes: RouteBook(Self.routes), limits: [],
                limiter: LimiterTable(capacity: 256, shardCount: 1, generator: &random),
                failures: FailureBudget(failures: 1_000_000_000, generator: &random)),
            loops: 3, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await self.gateway.start()
    }

    func stop() async throws {
        await self.gateway.shutdown()
        try await self.upstream.shutdown()
        try await self.group.shutdownGracefully()
    }
}
