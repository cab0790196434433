import HTTPMachines

/// The endpoints of the verify listener.
enum VerifyEndpoint {
    case verify, batchVerify, unkeyVerify, forwardAuth
    /// The original path begins behind so many bytes of the path.
    case extAuthz(prefix: Int)
    case selfRevoke, revokeCredentials, leaks, changes, liveness, keySet

    private static var extAuthzPrefix: StaticString { "/v1/ext-authz" }

    /// The endpoint of a path; `nil` for none.
    init?(_ path: Span<UInt8>) {
        if path.isEqual(to: "/v1/keys/verify") {
            self = .verify
        } else if path.hasPrefix(Self.extAuthzPrefix) {
            let length = Self.extAuthzPrefix.utf8CodeUnitCount
            guard path.count > length, path[length] == 0x2f else { return nil }
            self = .extAuthz(prefix: length)
        } else if path.isEqual(to: "/v1/forward-auth") {
            self = .forwardAuth
        } else if path.isEqual(to: "/v2/keys.verifyKey") {
            self = .unkeyVerify
        } else if path.isEqual(to: "/v1/keys:batchVerify") {
            self = .batchVerify
        } else {
            self.init(rare: path)
        }
    }

    private init?(rare path: Span<UInt8>) {
        if path.isEqual(to: "/v1/keys:selfRevoke") {
            self = .selfRevoke
        } else if path.isEqual(to: "/credentials/revoke") {
            self = .revokeCredentials
        } else if path.isEqual(to: "/v1/leaks/github") {
            self = .leaks
        } else if path.isEqual(to: "/v1/changes") {
            self = .changes
        } else if path.isEqual(to: "/livez") {
            self = .liveness
        } else if path.isEqual(to: "/.well-known/jwks.json") {
            self = .keySet
        } else {
            return nil
        }
    }

    /// The one method it takes; `nil` for any.
    var method: HTTPMethod? {
        switch self {
        case .verify, .batchVerify, .unkeyVerify, .selfRevoke, .revokeCredentials, .leaks: .post
        case .changes, .liveness, .keySet: .get
        case .forwardAuth, .extAuthz: nil
        }
    }
}
