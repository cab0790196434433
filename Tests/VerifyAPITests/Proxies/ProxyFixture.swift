import Admission
import Cryptography
import HTTPMachines
import Keys
import Routing

@testable import VerifyAPI

/// A verify listener behind proxies, with a few routes.
struct ProxyFixture {
    let fixture: VerifyFixture

    init(
        callers: CallerRules = .init(secret: SecretBytes(copying: Array("s3cret".utf8).span)), failures: UInt32 = 1_000,
        slowWork: ForeignDesk.Executor? = nil, limits: LimitAnnouncement = .init(), keySet: VerifyPlan.KeySet? = nil,
        audiences: [String?] = []
    ) throws {
        let limit = LimitPolicy(
            name: "route", scope: .key, algorithm: .slidingWindow([.init(limit: 2, seconds: 60)]))
        self.fixture = try VerifyFixture(
            routes: [
                Self.route(0, "/orders/**", permission: "orders:read", methods: [.get, .head]),
                Self.route(1, "/limited", limits: [limit]),
                Self.route(2, "/open", requiresKey: false),
                Self.route(3, "/only", host: "api.example.com"),
            ], callers: callers, proxies: [NetworkRange("10.0.0.0/8")].compactMap { $0 }, failures: failures,
            slowWork: slowWork, limits: limits, keySet: keySet, audiences: audiences)
    }

    private static func route(
        _ index: Int, _ path: String, host: String? = nil, permission: String? = nil, methods: [RequestMethod]? = nil,
        requiresKey: Bool = true, limits: [LimitPolicy] = []
    ) -> RoutePattern {
        RoutePattern(
            rules: RouteRules(
                index: index, name: "route-\(index)", project: "orders", environment: "live",
                permission: permission.flatMap { Permission($0) }, requiresKey: requiresKey, limits: limits),
            host: host, methods: methods.map { MethodSet($0) }, path: path)
    }

    static let proof = "Gatehouse-Caller: s3cret"

    /// Asks as nginx does.
    func nginx(
        _ method: String = "GET", _ target: String = "/orders/1", host: String = "shop.example.com",
        address: String = "192.0.2.7", _ lines: [String] = []
    ) -> VerifyReply {
        self.fixture.ask(
            "GET", "/v1/forward-auth?mode=nginx",
            [
                Self.proof, "X-Original-Method: \(method)", "X-Original-URI: \(target)", "X-Original-Host: \(host)",
                "X-Real-IP: \(address)",
            ] + lines)
    }

    /// Asks as Traefik does.
    func traefik(
        _ method: String = "GET", _ target: String = "/orders/1", host: String = "shop.example.com",
        address: String = "192.0.2.7", _ lines: [String] = []
    ) -> VerifyReply {
        self.fixture.ask(
            "GET", "/v1/forward-auth",
            [
                Self.proof, "X-Forwarded-Method: \(method)", "X-Forwarded-Proto: https", "X-Forwarded-Uri: \(target)",
                "X-Forwarded-Host: \(host)", "X-Forwarded-For: \(address)",
            ] + lines)
    }

    /// Asks as Envoy does.
    func envoy(_ method: String = "GET", _ target: String = "/orders/1", _ lines: [String] = []) -> VerifyReply {
        self.fixture.ask(
            method, "/v1/ext-authz\(target)", [Self.proof, "X-Forwarded-For: 192.0.2.7", "Content-Length: 0"] + lines,
            host: "shop.example.com")
    }

    /// Adds a policy of the environment `live`.
    func put(policy name: String, _ change: (inout Policy) -> Void) {
        var policy = Policy(
            id: PolicyID(high: 1, low: 1), projectID: self.fixture.live.projectID,
            environmentID: self.fixture.live.id, name: name, createdAt: VerifyFixture.now)
        change(&policy)
        self.fixture.set(policy)
    }

    /// Asks in each dialect.
    func all(_ lines: [String], _ target: String = "/orders/1") -> [VerifyReply] {
        [self.nginx("GET", target, lines), self.traefik("GET", target, lines), self.envoy("GET", target, lines)]
    }

    func bearer(_ token: String) -> String { "Authorization: Bearer \(token)" }
}
