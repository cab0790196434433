import Admission
import DecisionLog

extension Reason {
    /// The letters of the access log that go with the reason.
    var exchangeFlags: ExchangeFlags {
        switch self {
        case .routeNotFound, .methodNotAllowed: .noRoute
        case .tooManyFailures, .limitExceeded, .quotaExceeded, .abnormalUsage: .limited
        case .requestTooSlow: .idle
        case .credentialPending, .overloaded, .environmentUnavailable, .capacityReduced, .quotaPending: .overload
        case .upstreamUnreachable: .upstreamConnectFailed
        case .upstreamUnavailable: .upstreamPoolFull
        case .upstreamTimeout: .upstreamTimeout
        case .upstreamMalformed: .upstreamProtocolError
        case .requestMalformed, .contentTooLarge, .targetTooLong, .headTooLarge, .versionNotSupported,
            .upgradeNotSupported, .expectationUnknown, .notImplemented, .webSocketVersionNotSupported:
            .clientProtocolError
        case .credentialMissing, .credentialAmbiguous, .credentialInQuery, .credentialMalformed, .credentialUnknown,
            .credentialRevoked, .keyExpired, .keySuspended, .keyVersionRetired, .addressNotAllowed,
            .methodNotPermitted, .keyNotYetValid, .certificateRequired, .certificateNotAllowed, .permissionMissing,
            .countryNotAllowed, .networkNotAllowed, .referrerNotAllowed, .applicationNotAllowed, .timeNotAllowed,
            .routeNotAllowed, .keyIdle, .grantRequired, .secondKeyRequired, .routeWithdrawn, .boundaryExceeded,
            .callerRejected, .limitUnknown:
            .refusedByAdmission
        }
    }
}
