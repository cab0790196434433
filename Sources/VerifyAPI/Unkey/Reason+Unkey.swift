import Admission

extension Reason {
    /// The `code` that Unkey has for the verdict; `nil` for what its contract answers with an error.
    var unkeyCode: StaticString? {
        switch self {
        case .credentialMalformed, .credentialUnknown, .credentialRevoked: "NOT_FOUND"
        case .keyExpired, .keyVersionRetired: "EXPIRED"
        case .keySuspended: "DISABLED"
        case .addressNotAllowed, .methodNotPermitted, .keyNotYetValid, .certificateRequired, .certificateNotAllowed,
            .countryNotAllowed, .networkNotAllowed, .referrerNotAllowed, .applicationNotAllowed, .timeNotAllowed,
            .routeNotAllowed, .keyIdle, .boundaryExceeded, .grantRequired, .secondKeyRequired, .routeWithdrawn:
            "FORBIDDEN"
        case .permissionMissing: "INSUFFICIENT_PERMISSIONS"
        case .limitExceeded, .tooManyFailures, .abnormalUsage: "RATE_LIMITED"
        case .quotaExceeded: "USAGE_EXCEEDED"
        default: nil
        }
    }
}
