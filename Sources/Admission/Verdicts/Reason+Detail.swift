extension Reason {
    /// One sentence for the person whose request was refused: what to do about it. Says nothing that the code does not.
    package var detail: StaticString {
        switch self {
        case .requestMalformed: "The request breaks a rule of HTTP/1.1 and was not read further."
        case .requestTooSlow: "The request did not arrive within the time allowed."
        case .contentTooLarge: "Send a smaller body."
        case .targetTooLong: "Send a shorter path or query."
        case .headTooLarge: "Send fewer or shorter header fields."
        case .versionNotSupported: "Use HTTP/1.1."
        case .upgradeNotSupported: "Send the request without Upgrade."
        case .expectationUnknown: "Send no Expect but 100-continue."
        case .notImplemented: "Use an ordinary method, and no transfer coding but chunked."
        case .webSocketVersionNotSupported: "Use version 13 of WebSocket."
        case .routeNotFound: "No route matches the host and path of the request."
        case .methodNotAllowed: "Allow lists the methods of this route."
        case .credentialMissing: "Send the key as Authorization: Bearer or in X-API-Key."
        case .credentialAmbiguous: "Send exactly one credential."
        case .credentialInQuery: "Send the key in a header, and replace it: URLs are logged in many places."
        case .credentialMalformed, .credentialUnknown, .credentialRevoked: "The key is not valid here."
        case .keyExpired: "Ask the owner of the API for a new key."
        case .keySuspended: "Ask the owner of the API why."
        case .keyVersionRetired: "Use the key's current version."
        case .tooManyFailures: "Wait before the next attempt, and check the key."
        case .callerRejected: "Prove yourself as the configuration of this listener asks."
        case .addressNotAllowed: "The key or the route is restricted to other addresses."
        case .methodNotPermitted: "The key or the route is restricted to other methods."
        case .keyNotYetValid: "The key's time has not begun."
        case .certificateRequired: "Connect by TLS with the client certificate that the key is bound to."
        case .certificateNotAllowed: "The key is bound to another client certificate."
        case .countryNotAllowed: "The key or the route is restricted to other countries."
        case .networkNotAllowed: "The key or the route is restricted to other networks."
        case .referrerNotAllowed: "The key or the route is restricted to other pages, by Referer or Origin."
        case .applicationNotAllowed: "The key or the route is restricted to other applications."
        case .timeNotAllowed: "The key or the route is restricted to other times."
        case .routeNotAllowed: "The key is restricted to other routes."
        case .keyIdle: "Ask the owner of the API to let it go on."
        case .permissionMissing: "The key does not hold the permission that this route asks for."
        case .grantRequired: "Have the route's permission granted to the key for a time, then repeat the request."
        case .secondKeyRequired: "Send a second key, of another owner, in Gatehouse-Second-Key."
        case .routeWithdrawn: "The route was withdrawn from the key. Ask the owner of the API why."
        case .boundaryExceeded: "The key's boundary does not include this operation."
        case .limitUnknown: "Name limits of the key, or give limit and duration."
        case .limitExceeded: "Wait until the limit allows another request."
        case .upstreamUnreachable: "The service behind the gateway cannot be reached."
        case .upstreamUnavailable: "The service behind the gateway is busy. Try again."
        case .upstreamTimeout: "The service behind the gateway did not answer in time."
        case .upstreamMalformed: "The service behind the gateway gave an answer that cannot be passed on."
        case .quotaExceeded: "Wait until the quota is filled up again, or ask the owner of the API for more."
        case .abnormalUsage: "Keep to the limit: requests over it end in longer and longer bans."
        case .capacityReduced: "Try again in a moment, and more slowly."
        case .credentialPending, .overloaded, .environmentUnavailable, .quotaPending: "Try again in a moment."
        }
    }

    /// The problem's `type` (RFC 9457; the registered types of draft-ietf-httpapi-ratelimit-headers-10).
    package var problemType: StaticString {
        switch self {
        case .tooManyFailures, .limitExceeded, .quotaExceeded:
            "https://iana.org/assignments/http-problem-types#quota-exceeded"
        case .abnormalUsage: "https://iana.org/assignments/http-problem-types#abnormal-usage-detected"
        case .credentialPending, .overloaded, .environmentUnavailable, .capacityReduced, .quotaPending:
            "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity"
        default:
            "about:blank"
        }
    }

    /// How the challenge of a 401 ends, behind the realm (RFC 6750, 3; RFC 9470, 3).
    package var challenge: StaticString {
        switch self {
        case .credentialMissing: "\"\r\n"
        case .certificateRequired, .grantRequired, .secondKeyRequired:
            "\", error=\"insufficient_user_authentication\"\r\n"
        default: "\", error=\"invalid_token\"\r\n"
        }
    }

    /// What would be proof enough, for refusals that ask for more than the key; `nil` for all others.
    package var means: StaticString? {
        switch self {
        case .certificateRequired: "client_certificate"
        case .grantRequired: "grant"
        case .secondKeyRequired: "second_key"
        default: nil
        }
    }

    /// The reason phrase of the status.
    package var phrase: StaticString { StatusPhrase.of(self.status) }
}

extension Reason {
    /// The reason for which a head that breaks a rule is refused, by the status of the rule.
    package init(violationStatus: UInt16) {
        self =
            switch violationStatus {
            case 413: .contentTooLarge
            case 414: .targetTooLong
            case 417: .expectationUnknown
            case 431: .headTooLarge
            case 501: .notImplemented
            case 505: .versionNotSupported
            default: .requestMalformed
            }
    }
}
