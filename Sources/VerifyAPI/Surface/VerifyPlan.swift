package import Admission
package import HTTPMachines
package import Keys
package import Routing
package import SignedIdentity

/// What every loop's `VerifySurface` shares, made once at start.
package struct VerifyPlan: Sendable {
    /// The gateway's routes: forward-auth and ext_authz match the original request against the same ones.
    package let routes: RouteTable
    /// What admission asks on each, by position.
    package let rules: [RouteRules]
    /// Who may ask in a proxy's name.
    package let callers: CallerRules
    /// Proxies whose entries in `X-Forwarded-For` are passed over, from the right.
    package let trustedProxies: [NetworkRange]
    /// Whether forward-auth and ext_authz are answered at all.
    package let answersProxies: Bool
    /// Whether `POST /v1/leaks/github` is answered.
    package let takesLeakReports: Bool
    /// What `WWW-Authenticate` names.
    package let realm: String
    /// By position of the route, the upstream that asks for signed identities; `nil` where none does.
    private let audiences: [String?]
    /// How answers tell of limits.
    package let limits: LimitAnnouncement
    /// What readers of signed identities check them by; `nil` where none are signed.
    package let keySet: KeySet?
    /// The line `Strict-Transport-Security` (RFC 6797), said over TLS; empty where nothing is said of it.
    let strictTransport: [UInt8]

    package init(
        routes: RouteTable, rules: [RouteRules], callers: CallerRules, trustedProxies: [NetworkRange] = [],
        answersProxies: Bool = true, takesLeakReports: Bool = false, realm: String = "gatehouse",
        strictTransportSeconds: Int = 0, limits: LimitAnnouncement = .init(), keySet: KeySet? = nil,
        audiences: [String?] = []
    ) {
        self.routes = routes
        self.rules = rules
        self.callers = callers
        self.trustedProxies = trustedProxies
        self.answersProxies = answersProxies
        self.takesLeakReports = takesLeakReports
        self.realm = realm
        self.limits = limits
        self.keySet = keySet
        self.audiences = audiences
        self.strictTransport =
            strictTransportSeconds > 0
            ? Array("Strict-Transport-Security: max-age=\(strictTransportSeconds)\r\n".utf8) : []
    }

    /// Whom a signed identity is for on a route; `nil` where none is asked for.
    func audience(ofRoute index: Int) -> String? { index < self.audiences.count ? self.audiences[index] : nil }

    /// The keys that identities are signed with.
    package struct KeySet: Sendable {
        package let keys: IdentityKeys
        package let terms: IdentityTerms

        package init(keys: IdentityKeys, terms: IdentityTerms) {
            self.keys = keys
            self.terms = terms
        }
    }

    /// The largest body any endpoint takes: a thousand credentials, or the leaks of one report.
    package static let maximumBodyBytes = 1_048_576
    /// Most verifications of one batch.
    package static let mostVerifications = 100
    /// Most credentials of one call to revoke.
    package static let mostCredentials = 1_000
    /// Calls to revoke credentials that an address gains in an hour, and may have saved up.
    package static let revocationsPerHour: UInt32 = 60
    /// Self-revocations of tokens of other shapes than ours that an address gains in a minute.
    package static let searchesPerMinute: UInt32 = 30
    /// Leak reports that an address gains in a minute.
    package static let leakReportsPerMinute: UInt32 = 60
}
