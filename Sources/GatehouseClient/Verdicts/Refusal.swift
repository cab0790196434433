public import HTTPTypes

/// Why a key was not admitted.
public struct Refusal: Sendable, Hashable {
    /// The stable code.
    public let code: RefusalCode
    /// The request that was decided, for `gatehouse why`; `nil` when no server had to be asked.
    public let requestID: String?
    /// The key's id, once its secret has matched; `nil` for unknown and revoked ones.
    public let keyID: String?
    /// The first permission of the query that the key lacks.
    public let missingPermission: String?
    /// The limits that were looked at. A refusal spends nothing.
    public let limits: [LimitStanding]
    /// How long to wait before the same request may be admitted; `nil` when waiting does not help, or nobody knows.
    public let retryAfter: Duration?

    init(
        code: RefusalCode, requestID: String? = nil, keyID: String? = nil, missingPermission: String? = nil,
        limits: [LimitStanding] = [], retryAfter: Duration? = nil
    ) {
        self.code = code
        self.requestID = requestID
        self.keyID = keyID
        self.missingPermission = missingPermission
        self.limits = limits
        self.retryAfter = retryAfter
    }

    /// The status Gatehouse's own gateway would answer with; 403 for a code this library does not know.
    public var status: HTTPResponse.Status {
        switch self.code {
        case .credentialAmbiguous: .badRequest
        case .credentialMissing, .credentialRejected, .keyExpired, .keySuspended, .keyVersionRetired: .unauthorized
        case .limitExceeded, .quotaExceeded, .abnormalUsage: .tooManyRequests
        default: .forbidden
        }
    }
}
