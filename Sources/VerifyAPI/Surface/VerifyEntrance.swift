/// The way a key was asked about.
package enum VerifyEntrance: UInt8, Sendable, CaseIterable {
    case native, batch, unkey, forwardAuth, extAuthz
    /// Everything that verifies nothing: holder's acts, the change feed, probes, and what reached no endpoint.
    case other

    /// The name in records and metrics.
    package var label: StaticString {
        switch self {
        case .native, .batch: "verify"
        case .unkey: "unkey"
        case .forwardAuth: "forward_auth"
        case .extAuthz: "ext_authz"
        case .other: "verify_listener"
        }
    }
}
