/// Where a decision was asked for.
///
/// Raw values are stored in the decision log: never reuse one.
package enum Surface: UInt8, Sendable, CaseIterable, Hashable, CustomStringConvertible {
    /// A request on its way to an upstream.
    case gateway = 0
    /// A key shown to the verify listener by a service, in any dialect.
    case verify = 1
    /// A request that another proxy asks about (nginx, Traefik, Caddy, APISIX).
    case forwardAuth = 2
    /// A request that Envoy asks about.
    case extAuthz = 3

    package var description: String {
        switch self {
        case .gateway: "gateway"
        case .verify: "verify"
        case .forwardAuth: "forward_auth"
        case .extAuthz: "ext_authz"
        }
    }
}
