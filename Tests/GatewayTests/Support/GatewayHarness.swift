import Admission
import Cryptography
import DecisionLog
import Foundation
import Gateway
import HTTPMachines
import Keys
import Logging
import NIOPosix
import Polling
import RateLimiting
import SignedIdentity
import Synchronization
import TestKit
import TransportSecurity

/// A gateway on a free port in front of one upstream, with keys made on demand.
final class GatewayHarness: Sendable {
    private struct State {
        var editor: SnapshotEditor
        var configuration: GatewayConfiguration
        var random = SeededGenerator(seed: 7)
    }

    private let state: Mutex<State>
    private let publication = SnapshotPublication(.empty())
    private let environment: Environment
    private let hasher: PepperHasher
    private let verify: VerifyListener?
    let server: GatewayServer

    /// For demo upstreams.
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    static var now: WallTime { WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    /// Everything under `/`, with a key; `/open/**` without one; more as given.
    init(
        upstreamPort: Int, routes: [RouteConfiguration]? = nil, limits: [LimitPolicy] = [], failures: UInt32 = 10_000,
        loops: Int = 2, decisions: DecisionLog? = nil,
        slowWork: SlowWork? = nil, verify: VerifyListener? = nil, names: NameLookup = NameLookup(),
        security: ListenerSecurity? = nil, upstreamSecurity: [UpstreamSecurity?] = [],
        identities: IdentityKeys? = nil, configure: (inout GatewayConfiguration) -> Void = { _ in }
    ) async throws {
        let project = ProjectID { _ in Array(repeating: 7, count: 64) }
        var random = SeededGenerator(seed: 11)
        self.environment = Environment(
            id: EnvironmentID { random.bytes($0) }, projectID: project, name: "live", tag: "live", createdAt: Self.now,
            admitsForeignTokens: slowWork != nil)
        self.hasher = PepperHasher(
            pepper: SecretBytes(copying: random.bytes(32).span), environment: self.environment.id.description)
        var configuration = GatewayConfiguration(
            upstreams: [UpstreamConfiguration(name: "orders", host: "127.0.0.1", port: upstreamPort)],
            routes: routes ?? [Self.route(0, "/**"), Self.route(1, "/open/**", requiresKey: false)])
        configuration.port = 0
        if security != nil { configuration.tls = TLSSettings(certificates: []) }
        configure(&configuration)
        let rules = RouteBook(configuration.routes.map(\.rules))
        var editor = SnapshotEditor(routes: rules)
        let plan = AdmissionPlan(
            publication: self.publication, routes: rules, limits: limits,
            limiter: LimiterTable(capacity: 4096, shardCount: 4, generator: &random),
            failures: FailureBudget(failures: failures, generator: &random),
            foreign: ForeignDesk(
                processSecret: random.bytes(32).span, attempts: FailureBudget(generator: &random), run: slowWork?.run))
        editor.set(
            EnvironmentEntry(
                self.environment, projectName: "orders", peppers: [.init(version: 1, hasher: self.hasher)]))
        self.publication.publish(editor.publish())
        self.verify = verify
        self.state = Mutex(State(editor: editor, configuration: configuration))
        self.server = try GatewayServer(
            configuration: configuration, admission: plan, verify: verify, security: security,
            upstreamSecurity: upstreamSecurity, decisions: decisions, names: names, identities: identities,
            loops: loops,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await self.server.start()
    }

    /// Takes another configuration into force, which begins as the one that is. Without `publishes` loops go on with snapshots
    /// that know of the routes before.
    func change(
        limits: [LimitPolicy] = [], publishes: Bool = true, _ configure: (inout GatewayConfiguration) -> Void
    ) async throws {
        var configuration = self.state.withLock { $0.configuration }
        configure(&configuration)
        let routes = RouteBook(configuration.routes.map(\.rules))
        let change = try self.server.plan(
            configuration, routes: routes, limits: limits, verify: self.verify, upstreamSecurity: [])
        self.state.withLock { [configuration] state in
            state.configuration = configuration
            guard publishes else { return }
            state.editor.set(routes)
            _ = state.editor.lookAtRoutes(from: 0, count: 1_000_000)
            self.publication.publish(state.editor.publish(), changing: .keys([]))
        }
        await self.server.adopt(change)
    }

    /// Where slow proofs of foreign tokens are made.
    struct SlowWork: Sendable {
        let run: ForeignDesk.Executor
    }

    static func route(
        _ index: Int, _ path: String, host: String? = nil, methods: MethodSet? = nil, permission: String? = nil,
        requiresKey: Bool = true, limits: [LimitPolicy] = []
    ) -> RouteConfiguration {
        RouteConfiguration(
            rules: RouteRules(
                index: index, name: "route-\(index)", project: "orders", environment: "live",
                permission: permission.flatMap { Permission($0) }, requiresKey: requiresKey, limits: limits),
            host: host, methods: methods, path: path)
    }

    /// A connection of a client.
    func connect(receiveBuffer: Int32? = nil) -> RawSocket {
        RawSocket(port: self.server.port ?? 0, receiveBuffer: receiveBuffer)
    }

    /// Makes a key, and lets the closure change it before it is published.
    func issue(_ change: (inout KeyRecord) -> Void = { _ in }) -> (record: KeyRecord, token: String) {
        self.state.withLock { state in
            let id = KeyID { state.random.bytes($0) }
            let secret = Base62.draw(Token.secretLength) { state.random.bytes($0) }
            let digest = self.hasher.digest(id: id.characters.span, secret: secret.span)
            let token = Token.compose(prefix: "gk", tag: "live", id: id, secret: secret)
            let version = KeyVersion(
                number: 1, digest: digest, pepperVersion: 1, hintSuffix: "", createdAt: Self.now)
            var record = KeyRecord(
                id: id, projectID: self.environment.projectID, environmentID: self.environment.id, prefix: "gk",
                name: "test", ownerID: IdentityID { state.random.bytes($0) },
                grants: Grants(allowed: ["**:*"].compactMap { PermissionPattern($0) }), boundary: .admin,
                expiry: .at(Self.now.adding(seconds: 90 * 86_400)), versions: [version], createdAt: Self.now,
                createdBy: "local:0")
            change(&record)
            state.editor.set(record)
            self.publication.publish(state.editor.publish())
            return (record, String(decoding: token, as: UTF8.self))
        }
    }

    /// Makes a key whose token another system issued and anyone could guess.
    func adopt(weak token: String) throws -> KeyRecord {
        let record = self.issue().record
        let salt = [UInt8](repeating: 5, count: HardenedDigest.saltLength)
        let shown = ForeignHash.sha256.digest(of: Array(token.utf8).span)
        let digest = try ForeignHash.sha256.hardened(shown.span, salt: salt.span, by: self.hasher)
        let bucket = ForeignHash.sha256.bucket(shown.span, by: self.hasher)
        self.state.withLock { state in
            state.editor.set(
                ForeignCredential(
                    keyID: record.id, environmentID: self.environment.id, source: .csv, foreignID: token,
                    proof: .hardened(.sha256, .init(bucket: bucket, salt: salt, digest: digest)), pepperVersion: 1,
                    importedAt: Self.now))
            self.publication.publish(state.editor.publish())
        }
        return record
    }

    /// Another token in the bucket of this one.
    func tokenInBucket(of token: String) throws -> String {
        let bucket = { (text: String) in
            let digest = ForeignHash.sha256.digest(of: Array(text.utf8).span)
            return ForeignHash.sha256.bucket(digest.span, by: self.hasher)
        }
        let wanted = bucket(token)
        let found = (0..<2_000_000).lazy.map { "guess-\($0)" }.first { bucket($0) == wanted }
        guard let found else { throw NoSuchToken() }
        return found
    }

    /// No token was found in a bucket.
    struct NoSuchToken: Error {}

    /// Publishes a changed key.
    func put(_ record: KeyRecord) {
        self.state.withLock { state in
            state.editor.set(record)
            self.publication.publish(
                state.editor.publish(), changing: .keys([(record.id, record.environmentID)]))
        }
    }

    /// The generation that requests are judged by.
    var generation: UInt64 { self.publication.currentGeneration }

    /// How many loops have acted on the latest publication.
    var acknowledgements: (acted: Int, all: Int) {
        self.publication.acknowledgements(of: self.publication.currentGeneration)
    }

    /// One request on a connection of its own.
    func request(_ text: String, head: Bool = false) -> Message? {
        let client = self.connect()
        client.send(text)
        return client.receiveMessage(answersHead: head)
    }

    func stop() async { await self.server.shutdown() }
}
