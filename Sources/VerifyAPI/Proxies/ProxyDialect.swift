import Admission

/// How a proxy tells of the request it asks about.
enum ProxyDialect {
    /// `X-Forwarded-Method`, `-Uri`, `-Host`, `-For`: Traefik, Caddy, APISIX. The default.
    case forwarded
    /// `X-Original-Method`, `-URI`, `-Host` and `X-Real-IP`, as our page has nginx send them. nginx understands 401 and 403
    /// and nothing else, so that every other refusal becomes 403 and says what it is in `Gatehouse-Status`.
    case nginx
    /// The request itself, behind a prefix of the path: Envoy.
    case envoy

    /// Reads the query of a forward-auth call. The proxy's configuration says the dialect, never the fields that arrive:
    /// those a client can send as well.
    init?(query: Span<UInt8>?) {
        guard let query, query.count > 0 else {
            self = .forwarded
            return
        }
        if query.isEqual(to: "mode=nginx") {
            self = .nginx
        } else {
            guard query.isEqual(to: "mode=forwarded") else { return nil }
            self = .forwarded
        }
    }

    var methodField: StaticString { self == .nginx ? "x-original-method" : "x-forwarded-method" }
    var targetField: StaticString { self == .nginx ? "x-original-uri" : "x-forwarded-uri" }
    var hostField: StaticString { self == .nginx ? "x-original-host" : "x-forwarded-host" }
    var entrance: VerifyEntrance { self == .envoy ? .extAuthz : .forwardAuth }

    /// What a proxy is told for that reason. Some proxies let requests through when they meet a 5xx, and clients can bring these
    /// about: any token makes room for slow proofs scarce, anybody's load lowers limits. Want of room is 429 for them.
    static func told(_ reason: Reason) -> UInt16 {
        switch reason {
        case .credentialPending, .quotaPending, .capacityReduced: 429
        default: reason.status
        }
    }

    /// The status that this dialect can carry in the place of another.
    func status(_ status: UInt16) -> UInt16 {
        guard self == .nginx, status != 401, status < 500 else { return status }
        return 403
    }
}
