public import HTTPTypes

/// The answer for a caller who was not admitted: a problem document (RFC 9457) with the codes of Gatehouse's own
/// gateway. Any framework on swift-http-types can send it.
public struct ProblemAnswer: Sendable {
    /// Status and fields.
    public let head: HTTPResponse
    /// The problem document.
    public let body: [UInt8]

    /// The answer to a refused key. `realm` is what the challenge of a 401 names.
    public init(_ refusal: Refusal, realm: String = "api") {
        let retryAfter = refusal.status == .tooManyRequests ? max(refusal.retryAfter ?? .seconds(1), .seconds(1)) : nil
        let isQuota = refusal.code == .limitExceeded || refusal.code == .quotaExceeded
        self.init(
            status: refusal.status, code: refusal.code.rawValue,
            type: isQuota ? "https://iana.org/assignments/http-problem-types#quota-exceeded" : "about:blank",
            title: Self.title(refusal), requestID: refusal.requestID, retryAfter: retryAfter)
        guard refusal.status == .unauthorized else { return }
        let name = String(realm.unicodeScalars.filter { (" "..."~").contains($0) && $0 != "\"" && $0 != "\\" })
        let cause = refusal.code == .credentialMissing ? "" : ", error=\"invalid_token\""
        self = self.adding(.wwwAuthenticate, "Bearer realm=\"\(name)\"\(cause)")
    }

    /// The answer when no verdict was reached: 503 for everybody, with nothing about why.
    public init(_ error: VerifyError) {
        self.init(
            status: .serviceUnavailable, code: "temporarily_unavailable",
            type: "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",
            title: "The service is temporarily unavailable", requestID: nil,
            retryAfter: max(error.retryAfter ?? .seconds(1), .seconds(1)))
    }

    private init(
        status: HTTPResponse.Status, code: String, type: String, title: String, requestID: String?,
        retryAfter: Duration?
    ) {
        var writer = JSONWriter()
        writer.object { members in
            members.member("type", type)
            members.member("title", title)
            members.name("status")
            members.integer(status.code)
            members.member("code", code)
            if let requestID { members.member("request_id", requestID) }
            guard let retryAfter else { return }
            members.name("retry_after")
            members.integer(Self.wholeSeconds(retryAfter))
        }
        var fields: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if let retryAfter { fields[.retryAfter] = String(Self.wholeSeconds(retryAfter)) }
        self.head = .init(status: status, headerFields: fields)
        self.body = writer.bytes
    }

    private init(head: HTTPResponse, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    private func adding(_ name: HTTPField.Name, _ value: String) -> ProblemAnswer {
        var head = self.head
        head.headerFields[name] = value
        return .init(head: head, body: self.body)
    }

    /// Rounded up: nobody is told to come back too early.
    private static func wholeSeconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(clamping: attoseconds > 0 ? seconds + 1 : seconds)
    }

    private static func title(_ refusal: Refusal) -> String {
        switch refusal.code {
        case .credentialMissing: "An API key is required"
        case .credentialRejected: "The API key was rejected"
        case .credentialAmbiguous: "More than one credential was sent"
        case .keyExpired: "The API key has expired"
        case .keySuspended: "The API key is suspended"
        case .keyVersionRetired: "This version of the API key has been retired by a rotation"
        case .keyNotYetValid: "The API key is not valid yet"
        case .addressNotAllowed: "The API key may not be used from this address"
        case .methodNotPermitted: "The API key may not be used with this method"
        case .stepUpRequired: "The API key needs a stronger proof beside it"
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
        case .limitExceeded: "A rate limit is exceeded"
        case .quotaExceeded: "A quota is used up"
        case .abnormalUsage: "The API key is used in an unusual way"
        default: "The API key was refused"
        }
    }
}
