/// Why a request was refused: for us, in logs, metrics and `why`. What the client learns is `code` and `status`.
///
/// Raw values are stored in the decision log: never reuse one.
package enum Reason: UInt8, Sendable, CaseIterable, Hashable {
    case requestMalformed = 1
    case requestTooSlow = 2
    case contentTooLarge = 3
    case targetTooLong = 4
    case headTooLarge = 5
    case versionNotSupported = 6
    case upgradeNotSupported = 7
    case expectationUnknown = 8
    /// A method or transfer coding that is not spoken here.
    case notImplemented = 9
    /// A version of WebSocket that is not spoken here.
    case webSocketVersionNotSupported = 12

    case routeNotFound = 10
    case methodNotAllowed = 11

    case credentialMissing = 20
    case credentialAmbiguous = 21
    case credentialInQuery = 22

    case credentialMalformed = 30
    case credentialUnknown = 31
    case credentialRevoked = 32
    case keyExpired = 33
    case keySuspended = 34
    case keyVersionRetired = 35
    case tooManyFailures = 36
    /// Whoever asks to verify a key has not proven that they may.
    case callerRejected = 37
    /// A foreign token whose slow proof is under way, or took too long.
    case credentialPending = 38

    case addressNotAllowed = 40
    case methodNotPermitted = 41
    case keyNotYetValid = 42
    /// The key is bound to a certificate, and the client has shown none.
    case certificateRequired = 43
    /// The key is bound to other certificates.
    case certificateNotAllowed = 44
    case countryNotAllowed = 45
    /// Of another autonomous system.
    case networkNotAllowed = 46
    /// Another page or origin than the key is for.
    case referrerNotAllowed = 47
    case applicationNotAllowed = 48
    /// Outside its time windows.
    case timeNotAllowed = 49

    case permissionMissing = 50
    case boundaryExceeded = 51
    /// A policy wants a fresh time-boxed grant.
    case grantRequired = 52
    /// A policy wants a second key.
    case secondKeyRequired = 53
    /// The route was taken from the key.
    case routeWithdrawn = 54

    case routeNotAllowed = 56
    /// Not used for too long.
    case keyIdle = 57

    case limitExceeded = 60
    /// A verification names a limit that the key does not have.
    case limitUnknown = 61
    /// A quota of the calendar, or the credits.
    case quotaExceeded = 62
    /// Banned for a time, for going on over a limit.
    case abnormalUsage = 63
    /// The node is short of capacity and gives out less than the limit says.
    case capacityReduced = 64
    /// What may be spent of a quota before it is written down is spent; the next writing did not come in time.
    case quotaPending = 65

    case upstreamUnreachable = 70
    case upstreamUnavailable = 71
    case upstreamTimeout = 72
    case upstreamMalformed = 73

    case overloaded = 80
    case environmentUnavailable = 81

    /// The stable `code` of the problem body. Secrets never matched and secrets revoked look alike.
    package var code: StaticString {
        switch self {
        case .requestMalformed: "request_malformed"
        case .requestTooSlow: "request_timeout"
        case .contentTooLarge: "content_too_large"
        case .targetTooLong: "uri_too_long"
        case .headTooLarge: "head_too_large"
        case .versionNotSupported: "version_not_supported"
        case .upgradeNotSupported: "upgrade_not_supported"
        case .expectationUnknown: "expectation_failed"
        case .notImplemented: "not_implemented"
        case .webSocketVersionNotSupported: "websocket_version_not_supported"
        case .routeNotFound: "route_not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .credentialMissing: "credential_missing"
        case .credentialAmbiguous: "credential_ambiguous"
        case .credentialInQuery: "credential_in_query"
        case .credentialMalformed, .credentialUnknown, .credentialRevoked: "credential_rejected"
        case .keyExpired: "key_expired"
        case .keySuspended: "key_suspended"
        case .keyVersionRetired: "key_version_retired"
        case .callerRejected: "caller_rejected"
        case .tooManyFailures, .limitExceeded: "limit_exceeded"
        case .limitUnknown: "limit_unknown"
        case .quotaExceeded: "quota_exceeded"
        case .abnormalUsage: "abnormal_usage"
        case .addressNotAllowed: "address_not_allowed"
        case .methodNotPermitted: "method_not_permitted"
        case .keyNotYetValid: "key_not_yet_valid"
        case .certificateRequired, .grantRequired, .secondKeyRequired: "step_up_required"
        case .routeWithdrawn: "route_withdrawn"
        case .certificateNotAllowed: "certificate_not_allowed"
        case .countryNotAllowed: "country_not_allowed"
        case .networkNotAllowed: "network_not_allowed"
        case .referrerNotAllowed: "referrer_not_allowed"
        case .applicationNotAllowed: "application_not_allowed"
        case .timeNotAllowed: "time_not_allowed"
        case .routeNotAllowed: "route_not_allowed"
        case .keyIdle: "key_idle"
        case .permissionMissing: "permission_missing"
        case .boundaryExceeded: "boundary_exceeded"
        case .upstreamUnreachable: "upstream_unreachable"
        case .upstreamUnavailable: "upstream_unavailable"
        case .upstreamTimeout: "upstream_timeout"
        case .upstreamMalformed: "upstream_malformed"
        case .credentialPending, .overloaded, .environmentUnavailable, .capacityReduced, .quotaPending:
            "temporarily_unavailable"
        }
    }

    /// The HTTP status.
    package var status: UInt16 {
        switch self {
        case .requestMalformed, .credentialAmbiguous, .credentialInQuery, .limitUnknown: 400
        case .credentialMissing, .credentialMalformed, .credentialUnknown, .credentialRevoked, .keyExpired,
            .keySuspended, .keyVersionRetired, .certificateRequired, .grantRequired, .secondKeyRequired:
            401
        case .callerRejected, .addressNotAllowed, .methodNotPermitted, .keyNotYetValid, .certificateNotAllowed,
            .countryNotAllowed, .networkNotAllowed, .referrerNotAllowed, .applicationNotAllowed, .timeNotAllowed,
            .routeNotAllowed, .keyIdle, .permissionMissing, .boundaryExceeded, .routeWithdrawn:
            403
        case .routeNotFound: 404
        case .methodNotAllowed: 405
        case .requestTooSlow: 408
        case .contentTooLarge: 413
        case .targetTooLong: 414
        case .expectationUnknown: 417
        case .webSocketVersionNotSupported: 426
        case .tooManyFailures, .limitExceeded, .quotaExceeded, .abnormalUsage: 429
        case .headTooLarge: 431
        case .upgradeNotSupported, .notImplemented: 501
        case .upstreamUnreachable, .upstreamMalformed: 502
        case .credentialPending, .upstreamUnavailable, .overloaded, .environmentUnavailable, .capacityReduced,
            .quotaPending:
            503
        case .upstreamTimeout: 504
        case .versionNotSupported: 505
        }
    }

    /// Whether the request was admitted before this befell it.
    package var isAfterAdmission: Bool { self.phase == .forward }

    /// The phase that refuses for this reason.
    package var phase: Phase {
        switch self {
        case .overloaded, .requestTooSlow: .accept
        case .requestMalformed, .contentTooLarge, .targetTooLong, .headTooLarge, .versionNotSupported,
            .upgradeNotSupported, .expectationUnknown, .notImplemented, .webSocketVersionNotSupported:
            .head
        case .routeNotFound, .methodNotAllowed, .environmentUnavailable: .route
        case .credentialMissing, .credentialAmbiguous, .credentialInQuery: .identify
        case .credentialMalformed, .credentialUnknown, .credentialRevoked, .keyExpired, .keySuspended,
            .keyVersionRetired, .tooManyFailures, .callerRejected, .credentialPending:
            .authenticate
        case .addressNotAllowed, .methodNotPermitted, .keyNotYetValid, .certificateRequired, .certificateNotAllowed,
            .countryNotAllowed, .networkNotAllowed, .referrerNotAllowed, .applicationNotAllowed, .timeNotAllowed,
            .routeNotAllowed, .keyIdle:
            .restrict
        case .permissionMissing, .boundaryExceeded, .grantRequired, .secondKeyRequired, .routeWithdrawn: .authorize
        case .limitExceeded, .limitUnknown, .quotaExceeded, .abnormalUsage, .capacityReduced, .quotaPending: .limit
        case .upstreamUnreachable, .upstreamUnavailable, .upstreamTimeout, .upstreamMalformed: .forward
        }
    }

    /// A short title for people: the problem's `title`.
    package var title: StaticString {
        switch self {
        case .requestMalformed: "The request is malformed"
        case .requestTooSlow: "The request took too long to arrive"
        case .contentTooLarge: "The request body is too large"
        case .targetTooLong: "The request target is too long"
        case .headTooLarge: "The request header is too large"
        case .versionNotSupported: "The HTTP version is not supported"
        case .upgradeNotSupported: "The protocol upgrade is not supported"
        case .expectationUnknown: "The expectation cannot be met"
        case .notImplemented: "The method or transfer coding is not supported"
        case .webSocketVersionNotSupported: "The version of WebSocket is not supported"
        case .routeNotFound: "There is no such route"
        case .methodNotAllowed: "The route does not allow this method"
        case .credentialMissing: "An API key is required"
        case .credentialAmbiguous: "More than one credential was sent"
        case .credentialInQuery: "An API key must not be sent in the query"
        case .credentialMalformed, .credentialUnknown, .credentialRevoked: "The API key was rejected"
        case .keyExpired: "The API key has expired"
        case .keySuspended: "The API key is suspended"
        case .keyVersionRetired: "This version of the API key has been retired by a rotation"
        case .tooManyFailures: "Too many failed authentications from this address"
        case .callerRejected: "The caller may not verify keys"
        case .addressNotAllowed: "The API key may not be used from this address"
        case .methodNotPermitted: "The API key may not be used with this method"
        case .keyNotYetValid: "The API key is not valid yet"
        case .certificateRequired: "The API key needs its client certificate beside it"
        case .certificateNotAllowed: "The API key may not be used with this client certificate"
        case .countryNotAllowed: "The API key may not be used from this country"
        case .networkNotAllowed: "The API key may not be used from this network"
        case .referrerNotAllowed: "The API key may not be used from this page"
        case .applicationNotAllowed: "The API key may not be used by this application"
        case .timeNotAllowed: "The API key may not be used at this time"
        case .routeNotAllowed: "The API key may not be used on this route"
        case .keyIdle: "The API key was not used for too long"
        case .permissionMissing: "The API key lacks a permission"
        case .boundaryExceeded: "The request is beyond the boundary of the API key"
        case .grantRequired: "The API key needs a fresh grant beside it"
        case .secondKeyRequired: "The API key needs a second key beside it"
        case .routeWithdrawn: "The route was taken from the API key"
        case .limitExceeded: "A rate limit is exceeded"
        case .limitUnknown: "The API key has no such limit"
        case .quotaExceeded: "The quota is used up"
        case .abnormalUsage: "Requests went on over a limit"
        case .upstreamUnreachable: "The upstream cannot be reached"
        case .upstreamUnavailable: "The upstream is unavailable"
        case .upstreamTimeout: "The upstream took too long to answer"
        case .upstreamMalformed: "The upstream's answer is malformed"
        case .capacityReduced: "The service has less capacity than usual"
        case .credentialPending, .overloaded, .environmentUnavailable, .quotaPending:
            "The service is temporarily unavailable"
        }
    }
}
