import Admission
import Cryptography
import HTTPMachines
import JSONText
import Keys
import RateLimiting
import Routing
import Synchronization
import VerifyAPI

/// A verify listener with fixed keys, routes and callers. `$CALLER`, `$KEY` and `$LIMITED` in an input stand for tokens, so
/// that the corpus stays readable.
struct VerifyWorld: ~Copyable {
    static let shared = Mutex(VerifyWorld())

    private var pipeline: AdmissionPipeline
    private var surface: VerifySurface
    private var answer = VerifyAnswer()
    private var tokens: [(name: [UInt8], token: [UInt8])] = []
    private static let now = WallTime(seconds: 1_796_083_200)

    private init() {
        var random = SystemRandomNumberGenerator()
        let rules = [
            RouteRules(
                index: 0, name: "orders", project: "p", environment: "live", permission: Permission("orders:read")),
            RouteRules(index: 1, name: "open", project: "p", environment: "live", requiresKey: false),
        ]
        let patterns = [
            RoutePattern(rules: rules[0], path: "/orders/{id}"),
            RoutePattern(rules: rules[1], host: "*.example.com", path: "/**"),
        ]
        guard let routes = try? RouteTable(patterns), let network = NetworkRange("192.0.2.0/24") else {
            preconditionFailure("the routes of the fuzz targets are well-formed")
        }
        let publication = SnapshotPublication(.empty())
        let book = RouteBook(rules)
        var editor = SnapshotEditor(routes: book)
        self.tokens = Self.issue(into: &editor)
        publication.publish(editor.publish())
        self.pipeline = AdmissionPipeline(
            plan: AdmissionPlan(
                publication: publication, routes: book, limits: [],
                limiter: LimiterTable(capacity: 256, shardCount: 1, generator: &random),
                failures: FailureBudget(failures: 1_000_000_000, capacity: 64, generator: &random)))
        self.surface = VerifySurface(
            plan: VerifyPlan(
                routes: routes, rules: book.rules,
                callers: CallerRules(secret: SecretBytes(copying: Array("proof".utf8).span), addresses: [network]),
                takesLeakReports: true))
    }

    private static func issue(into editor: inout SnapshotEditor) -> [(name: [UInt8], token: [UInt8])] {
        let environment = Environment(
            id: EnvironmentID(high: 1, low: 1), projectID: ProjectID(high: 1, low: 1), name: "live", tag: "live",
            createdAt: Self.now)
        let hasher = PepperHasher(
            pepper: SecretBytes(copying: [UInt8](repeating: 7, count: 32).span), environment: "fuzz")
        editor.set(EnvironmentEntry(environment, projectName: "p", peppers: [.init(version: 1, hasher: hasher)]))
        let limit = LimitPolicy(
            name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 1_000_000, seconds: 60)]))
        let kinds: [(String, String, [LimitPolicy])] = [
            ("$CALLER", "keys:verify", []), ("$KEY", "orders:read", []), ("$LIMITED", "**:*", [limit]),
        ]
        return kinds.enumerated().map { index, kind in
            let digit = UInt64(0x3030_3030_3030_3030) + UInt64(index)
            let id = KeyID(high: digit, low: digit)
            let secret = [UInt8](repeating: 0x61, count: Token.secretLength)
            let digest = hasher.digest(id: id.characters.span, secret: secret.span)
            let version = KeyVersion(
                number: 1, digest: digest, pepperVersion: 1, hintSuffix: "aaaa",
                createdAt: Self.now)
            editor.set(
                KeyRecord(
                    id: id, projectID: environment.projectID, environmentID: environment.id, prefix: "gk", name: kind.0,
                    ownerID: IdentityID(high: digit, low: digit),
                    grants: Grants(allowed: [PermissionPattern(kind.1)].compactMap { $0 }), limits: kind.2,
                    expiry: .at(Self.now.adding(seconds: 3600)), versions: [version], createdAt: Self.now,
                    createdBy: "local:0"))
            return (Array(kind.0.utf8), Token.compose(prefix: "gk", tag: "live", id: id, secret: secret))
        }
    }

    /// Answers a request, holds the answer to its form, and hands it over; `nil` when the head is none.
    mutating func ask(_ head: [UInt8], body: [UInt8], peer: UInt32 = 0xc633_6401) -> Answer? {
        let (head, body) = (self.filled(head), self.filled(body))
        var parser = RequestHeadParser()
        var request = RequestHead()
        var fields = FieldTable()
        guard case .complete(let count) = parser.parse(head.span, into: &request, fields: &fields), count == head.count,
            body.count <= VerifyPlan.maximumBodyBytes
        else { return nil }
        let outcome = self.surface.answer(
            request, fields, head: head.span, body: body.span,
            in: VerifyContext(
                peer: IPAddress(ipv4: peer),
                requestID: RequestID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3030),
                now: Self.now, monotonic: 1_000_000_000),
            with: &self.pipeline, to: &self.answer)
        guard case .answered = outcome else { return Answer(outcome: outcome, status: 0, head: [], body: []) }
        return Answer(outcome: outcome, self.answer.bytes, status: self.answer.status, isHead: request.method == .head)
    }

    /// The input with tokens in the place of their names.
    private func filled(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x24) else { return bytes }
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let rest = bytes[index...]
            if bytes[index] == 0x24, let entry = self.tokens.first(where: { rest.starts(with: $0.name) }) {
                output += entry.token
                index += entry.name.count
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }

    /// An answer that is well-formed.
    struct Answer {
        let outcome: VerifyOutcome
        let status: UInt16
        let head: [UInt8]
        let body: [UInt8]

        init(outcome: VerifyOutcome, status: UInt16, head: [UInt8], body: [UInt8]) {
            self.outcome = outcome
            self.status = status
            self.head = head
            self.body = body
        }

        /// Takes an answer apart: one head that a client reads, no more than that and its body.
        init(outcome: VerifyOutcome, _ bytes: [UInt8], status: UInt16, isHead: Bool) {
            var parser = ResponseHeadParser()
            var head = ResponseHead()
            var fields = FieldTable()
            let parse = parser.parse(bytes.span, answering: isHead ? .head : .get, into: &head, fields: &fields)
            guard case .complete(let count) = parse else {
                preconditionFailure("an answer has a head that can be read")
            }
            precondition(head.status == status, "an answer has the status it says")
            let body = Array(bytes[count...])
            if case .length(let length) = head.framing, !isHead {
                precondition(Int(length) == body.count, "an answer has the length it says")
            }
            precondition(body.isEmpty || JSONSyntax.isValid(body.span), "a body is JSON")
            self.init(outcome: outcome, status: status, head: Array(bytes[..<count]), body: body)
        }
    }
}
