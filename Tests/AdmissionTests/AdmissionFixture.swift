import Admission
import Cryptography
import Keys
import RateLimiting
import TestKit

/// A small world to judge requests in: one project, two environments, keys made on demand.
final class AdmissionFixture {
    static let now = WallTime(seconds: 1_796_083_200)

    var editor: SnapshotEditor
    let publication = SnapshotPublication(.empty())
    var pipeline: AdmissionPipeline
    let live: Environment
    let test: Environment
    private var random: SeededGenerator
    private let hashers: [EnvironmentID: [UInt32: PepperHasher]]

    init(
        routes: [RouteRules], limits: [LimitPolicy] = [], failures: UInt32 = 1000, seed: UInt64 = 1,
        peppers: Int = 2
    ) {
        var random = SeededGenerator(seed: seed)
        let project = ProjectID { random.bytes($0) }
        self.live = Self.environment("live", in: project, &random)
        self.test = Self.environment("test", in: project, &random)
        let routes = RouteBook(routes)
        self.editor = SnapshotEditor(routes: routes)
        var hashers: [EnvironmentID: [UInt32: PepperHasher]] = [:]
        for environment in [self.live, self.test] {
            let peppers = (1...peppers).map { version in
                let pepper = SecretBytes(copying: random.bytes(32).span)
                let hasher = PepperHasher(pepper: pepper, environment: environment.id.description)
                return EnvironmentEntry.LivePepper(version: UInt32(version), hasher: hasher)
            }
            for pepper in peppers { hashers[environment.id, default: [:]][pepper.version] = pepper.hasher }
            self.editor.set(EnvironmentEntry(environment, projectName: "orders", peppers: peppers))
        }
        self.hashers = hashers
        let plan = AdmissionPlan(
            publication: self.publication, routes: routes, limits: limits,
            limiter: LimiterTable(capacity: 4096, shardCount: 4, generator: &random),
            failures: FailureBudget(failures: failures, generator: &random))
        self.pipeline = AdmissionPipeline(plan: plan)
        self.random = random
        self.publish()
    }

    /// Draws a secret and the version that holds its digest.
    func version(
        _ number: UInt32, of id: KeyID, in environment: Environment, pepper: UInt32 = 2, prefix: String = "gk"
    ) -> (version: KeyVersion, token: [UInt8]) {
        let secret = Base62.draw(Token.secretLength) { self.random.bytes($0) }
        let digest = self.hashers[environment.id]?[pepper]?.digest(id: id.characters.span, secret: secret.span)
        let token = Token.compose(prefix: prefix, tag: environment.tag, id: id, secret: secret)
        let version = KeyVersion(
            number: number, digest: digest ?? .zero, pepperVersion: pepper,
            hintSuffix: String(decoding: token.suffix(4), as: Unicode.ASCII.self), createdAt: Self.now)
        return (version, token)
    }

    /// Makes a key that may do everything on ordinary routes, and lets the closure change it before it is published.
    func issue(
        in environment: Environment? = nil, pepper: UInt32 = 2, _ change: (inout KeyRecord) -> Void = { _ in }
    ) -> (record: KeyRecord, token: [UInt8]) {
        let environment = environment ?? self.live
        let id = KeyID { self.random.bytes($0) }
        let (version, token) = self.version(1, of: id, in: environment, pepper: pepper)
        var record = KeyRecord(
            id: id, projectID: environment.projectID, environmentID: environment.id, prefix: "gk", name: "fixture",
            ownerID: IdentityID { self.random.bytes($0) }, grants: Self.grants("**:*"), boundary: .admin,
            expiry: .at(Self.now.adding(seconds: 3600)), versions: [version], createdAt: Self.now, createdBy: "local:0")
        change(&record)
        self.editor.set(record)
        self.publish()
        return (record, token)
    }

    func put(_ record: KeyRecord) {
        self.editor.set(record)
        self.publish()
    }

    /// Says which peppers of the environment `live` are known to others, and which are gone.
    func leak(_ leaked: Set<UInt32>, destroying destroyed: Set<UInt32> = []) {
        let all = (self.hashers[self.live.id] ?? [:]).sorted { $0.key < $1.key }
        let peppers = all.filter { !destroyed.contains($0.key) }.map { version, hasher in
            EnvironmentEntry.LivePepper(version: version, hasher: hasher, isLeaked: leaked.contains(version))
        }
        self.editor.set(EnvironmentEntry(self.live, projectName: "orders", peppers: peppers))
        self.publish()
    }

    /// The key with the digest of its first version put under more peppers.
    func nested(_ record: KeyRecord, under peppers: [UInt32]) -> KeyRecord {
        var nested = record
        let version = record.versions[0]
        let hashers = self.hashers[record.environmentID] ?? [:]
        let digest = peppers.reduce(version.digest) { hashers[$1]?.nested($0) ?? .zero }
        nested.versions[0] = version.told(by: digest, under: version.pepperVersion, outerPeppers: peppers)
        return nested
    }

    func publish() { self.publication.publish(self.editor.publish()) }

    /// Presents a token on the first route.
    func judge(
        _ token: [UInt8], method: RequestMethod = .get, address: String = "192.0.2.1",
        certificate: ClientCertificate? = nil,
        at now: WallTime = AdmissionFixture.now,
        monotonic: MonotonicNanoseconds = 1_000_000_000, route: Int = 0
    ) -> Verdict {
        let request = AdmissionRequest(
            method: method, address: IPAddress(address) ?? IPAddress(ipv4: 0), certificate: certificate, now: now,
            monotonic: monotonic)
        return self.pipeline.judge(
            request, on: self.pipeline.plan.routes[route], presenting: .token, token: token.span)
    }

    /// Presents a token and a second key, after a policy has asked for one.
    func judge(_ token: [UInt8], second: [UInt8], route: Int = 0) -> Verdict {
        let request = AdmissionRequest(
            method: .get, address: IPAddress(ipv4: 1), now: Self.now, monotonic: 1_000_000_000)
        return self.pipeline.judge(
            request, on: self.pipeline.plan.routes[route], token: token.span, secondKey: second.span)
    }

    /// Adds or replaces a policy of the environment `live`.
    @discardableResult
    func put(
        policy name: String, id: UInt64 = 1, _ change: (inout Policy) -> Void
    ) -> Policy {
        var policy = Policy(
            id: PolicyID(high: 1, low: id), projectID: self.live.projectID, environmentID: self.live.id, name: name,
            createdAt: Self.now)
        change(&policy)
        self.editor.set(policy)
        self.publish()
        return policy
    }

    /// What the rules said of the last request, in order.
    var outcomes: [RuleOutcome] { (0..<self.pipeline.rules.count).map { self.pipeline.rules[$0] } }

    /// Presents nothing, too much, or a token in the wrong place.
    func judge(presenting presented: Presented, token: [UInt8] = []) -> Verdict {
        let request = AdmissionRequest(method: .get, address: IPAddress(ipv4: 1), now: Self.now, monotonic: 0)
        return self.pipeline.judge(
            request, on: self.pipeline.plan.routes[0], presenting: presented, token: token.span)
    }

    func revalidate(_ admitted: Admitted, at now: WallTime = AdmissionFixture.now) -> Refusal? {
        self.pipeline.revalidate(admitted, at: now)
    }

    func refresh() -> Bool { self.pipeline.refresh() }

    var generation: UInt64 { self.pipeline.snapshot.generation }

    static func grants(_ allowed: String..., denied: [String] = []) -> Grants {
        .init(
            allowed: allowed.compactMap { PermissionPattern($0) }, denied: denied.compactMap { PermissionPattern($0) })
    }

    static func route(
        _ index: Int = 0, permission: String? = nil, environment: String = "live",
        operation: OperationClass? = nil, sensitivity: Sensitivity? = nil, requiresKey: Bool = true,
        limits: [LimitPolicy] = []
    ) -> RouteRules {
        .init(
            index: index, name: "route-\(index)", project: "orders", environment: environment,
            permission: permission.flatMap { Permission($0) }, operation: operation, sensitivity: sensitivity,
            requiresKey: requiresKey,
            limits: limits)
    }

    private static func environment(
        _ name: String, in project: ProjectID, _ random: inout SeededGenerator
    ) -> Environment {
        .init(id: EnvironmentID { random.bytes($0) }, projectID: project, name: name, tag: name, createdAt: Self.now)
    }
}

extension Verdict {
    /// The reason of a refusal; `nil` when admitted.
    var reason: Reason? {
        if case .refuse(let refusal) = self { refusal.reason } else { nil }
    }

    var refusal: Refusal? {
        if case .refuse(let refusal) = self { refusal } else { nil }
    }

    var admitted: Admitted? {
        if case .admit(let admitted) = self { admitted } else { nil }
    }
}
