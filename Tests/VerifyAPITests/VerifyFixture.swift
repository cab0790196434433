import Admission
import Cryptography
import HTTPMachines
import Keys
import RateLimiting
import Routing
import TestKit
import VerifyAPI

/// A verify listener without sockets: one project with two environments, keys made on demand, requests as text.
final class VerifyFixture {
    static let now = WallTime(seconds: 1_796_083_200)
    static let requestID = RequestID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3030)

    var now = VerifyFixture.now
    var monotonic: MonotonicNanoseconds = 1_000_000_000
    var peer: IPAddress? = IPAddress(ipv4: 0xc000_0263)
    var isUnixSocket = false
    /// Whether a slow proof may be waited for, and has been.
    var mayAwaitProof = false
    var callerHasPaid = false
    /// Where slow proofs are made.
    let desk: ForeignDesk
    let live: Environment
    let test: Environment
    private var editor: SnapshotEditor
    private let publication = SnapshotPublication(.empty())
    private var pipeline: AdmissionPipeline
    private var surface: VerifySurface
    private var random: SeededGenerator
    private let hashers: [EnvironmentID: PepperHasher]

    init(
        routes: [RoutePattern] = [], callers: CallerRules = .init(secret: nil),
        proxies: [NetworkRange] = [], failures: UInt32 = 1_000, slowWork: ForeignDesk.Executor? = nil,
        wrongTokens: UInt32 = 60, limits: LimitAnnouncement = .init(), keySet: VerifyPlan.KeySet? = nil,
        audiences: [String?] = []
    ) throws {
        var random = SeededGenerator(seed: 11)
        let project = ProjectID { random.bytes($0) }
        let rules = RouteBook(routes.map(\.rules))
        self.editor = SnapshotEditor(routes: rules)
        var environments: [Environment] = []
        var hashers: [EnvironmentID: PepperHasher] = [:]
        for name in ["live", "test"] {
            let environment = Environment(
                id: EnvironmentID { random.bytes($0) }, projectID: project, name: name, tag: name, createdAt: Self.now,
                admitsForeignTokens: slowWork != nil)
            let hasher = PepperHasher(
                pepper: SecretBytes(copying: random.bytes(32).span), environment: environment.id.description)
            hashers[environment.id] = hasher
            environments.append(environment)
            self.editor.set(
                EnvironmentEntry(environment, projectName: "orders", peppers: [.init(version: 1, hasher: hasher)]))
        }
        (self.live, self.test, self.hashers) = (environments[0], environments[1], hashers)
        self.desk = ForeignDesk(
            processSecret: random.bytes(32).span,
            attempts: FailureBudget(failures: wrongTokens, capacity: 64, generator: &random), run: slowWork)
        self.pipeline = AdmissionPipeline(
            plan: AdmissionPlan(
                publication: self.publication, routes: rules, limits: [],
                limiter: LimiterTable(capacity: 4096, shardCount: 4, generator: &random),
                failures: FailureBudget(failures: failures, generator: &random), foreign: self.desk))
        self.surface = VerifySurface(
            plan: VerifyPlan(
                routes: try RouteTable(routes), rules: rules.rules, callers: callers, trustedProxies: proxies,
                takesLeakReports: true, limits: limits, keySet: keySet, audiences: audiences))
        self.random = random
        self.publish()
    }

    // MARK: Keys

    /// Makes a key that holds what is said, and lets the closure change it before it is published.
    func issue(
        _ allowed: String..., in environment: Environment? = nil, _ change: (inout KeyRecord) -> Void = { _ in }
    ) -> (record: KeyRecord, token: String) {
        let environment = environment ?? self.live
        let id = KeyID { self.random.bytes($0) }
        let secret = Base62.draw(Token.secretLength) { self.random.bytes($0) }
        let digest = self.hashers[environment.id]?.digest(id: id.characters.span, secret: secret.span)
        let token = Token.compose(prefix: "gk", tag: environment.tag, id: id, secret: secret)
        let version = KeyVersion(
            number: 1, digest: digest ?? .zero, pepperVersion: 1,
            hintSuffix: String(decoding: token.suffix(4), as: Unicode.ASCII.self), createdAt: Self.now,
            firstUsedAt: Self.now)
        var record = KeyRecord(
            id: id, projectID: environment.projectID, environmentID: environment.id, prefix: "gk", name: "",
            ownerID: nil, grants: .init(allowed: allowed.compactMap { PermissionPattern($0) }),
            expiry: .at(Self.now.adding(seconds: 3600)), versions: [version], createdAt: Self.now, createdBy: "local:0")
        change(&record)
        self.put(record)
        return (record, String(decoding: token, as: Unicode.ASCII.self))
    }

    /// Makes a key whose token another system issued; `isWeak` when anyone could guess it.
    @discardableResult
    func adopt(
        _ token: String, isWeak: Bool = false, in environment: Environment? = nil,
        _ change: (inout KeyRecord) -> Void = { _ in }
    ) throws -> KeyRecord {
        let environment = environment ?? self.live
        let record = self.issue(in: environment, change).record
        guard let hasher = self.hashers[environment.id] else { return record }
        let shown = ForeignHash.sha256.digest(of: Array(token.utf8).span)
        var proof = ForeignProof.keyed(ForeignHash.sha256.keyed(shown.span, by: hasher))
        if isWeak {
            let salt = [UInt8](repeating: 5, count: HardenedDigest.saltLength)
            let digest = try ForeignHash.sha256.hardened(shown.span, salt: salt.span, by: hasher)
            let bucket = ForeignHash.sha256.bucket(shown.span, by: hasher)
            proof = .hardened(.sha256, .init(bucket: bucket, salt: salt, digest: digest))
        }
        self.editor.set(
            ForeignCredential(
                keyID: record.id, environmentID: environment.id, source: .csv, foreignID: token, proof: proof,
                pepperVersion: 1, importedAt: Self.now))
        self.publish()
        return record
    }

    /// Has a token that could be guessed in every bucket, so that a slow hash has to tell whatever is shown.
    func fillBuckets(in environment: Environment? = nil) {
        let environment = environment ?? self.live
        let record = self.issue(in: environment).record
        for bucket in 0...UInt16.max {
            let proof = HardenedDigest(bucket: bucket, salt: [UInt8](repeating: 6, count: 16), digest: .zero)
            let keyID = KeyID(high: record.id.high, low: UInt64(bucket))
            self.editor.set(
                ForeignCredential(
                    keyID: keyID, environmentID: environment.id, source: .csv, foreignID: "",
                    proof: .hardened(
                        .sha256, proof), pepperVersion: 1, importedAt: Self.now))
        }
        self.publish()
    }

    func put(_ record: KeyRecord) {
        self.editor.set(record)
        self.publish()
    }

    func set(_ role: Role) {
        self.editor.set(role)
        self.publish()
    }

    func set(_ identity: Identity) {
        self.editor.set(identity)
        self.publish()
    }

    func set(_ policy: Policy) {
        self.editor.set(policy)
        self.publish()
    }

    private func publish() { self.publication.publish(self.editor.publish()) }

    // MARK: Requests

    /// Asks; `lines` are field lines.
    func ask(
        _ method: String, _ path: String, _ lines: [String] = [], body: String = "", host: String = "verify"
    ) -> VerifyReply {
        let head = Array(
            ("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n" + lines.map { "\($0)\r\n" }.joined() + "\r\n").utf8)
        return self.ask(head: head, body: Array(body.utf8))
    }

    func ask(head bytes: [UInt8], body: [UInt8]) -> VerifyReply {
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields) else { return VerifyReply() }
        var answer = VerifyAnswer()
        var context = VerifyContext(
            peer: self.peer, isUnixSocket: self.isUnixSocket, requestID: Self.requestID, now: self.now,
            monotonic: self.monotonic)
        context.mayAwaitProof = self.mayAwaitProof
        context.callerHasPaid = self.callerHasPaid
        let outcome = self.surface.answer(
            head, fields, head: bytes.span, body: body.span, in: context, with: &self.pipeline, to: &answer)
        return VerifyReply(outcome: outcome, answer)
    }

    /// What the shell answers to a head that breaks a rule.
    func refuse(_ violation: HTTPViolation) -> VerifyReply {
        var answer = VerifyAnswer()
        let context = VerifyContext(
            peer: self.peer, requestID: Self.requestID, now: self.now, monotonic: self.monotonic)
        self.surface.refuse(violation, in: context, to: &answer)
        return VerifyReply(outcome: .answered, answer)
    }

    /// A native verification by a caller.
    func verify(_ body: String, by caller: String, _ lines: [String] = []) -> VerifyReply {
        self.ask("POST", "/v1/keys/verify", ["Authorization: Bearer \(caller)"] + lines, body: body)
    }
}
