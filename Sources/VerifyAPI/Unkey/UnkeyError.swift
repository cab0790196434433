import Admission
import JSONText
import Keys

/// An error of Unkey's contract: `{"meta":{"requestId"},"error":{"title","detail","status","type","errors"?}}`.
struct UnkeyError {
    let status: UInt16
    /// What follows `https://unkey.com/docs/errors/`.
    let type: StaticString
    let detail: String
    /// What is wrong with the body or a field, and where.
    var fault: (location: BodyLocation?, field: StaticString, message: String)?

    init(_ status: UInt16, _ type: StaticString, _ detail: String) {
        self.status = status
        self.type = type
        self.detail = detail
    }

    /// The body is not what it must be.
    init(_ fault: JSONFault, at location: BodyLocation) {
        self.init(400, "unkey/application/invalid_input", "The request body does not satisfy the schema.")
        self.fault = (location, "", "\(fault.message) (at byte \(fault.offset))")
    }

    /// The permission query has no meaning.
    init(_ fault: PermissionQueryFault) {
        self.init(400, "user/bad_request/permissions_query_syntax_error", fault.message)
        var location = BodyLocation()
        location.enter("permissions")
        self.fault = (location, "", fault.message)
    }

    /// The root key does not stand in the one way it may.
    init(authorization isMissing: Bool) {
        let detail =
            isMissing
            ? "Authorization header is required but was not provided" : "Authorization header must use Bearer scheme"
        self.init(
            400, isMissing ? "unkey/authentication/missing" : "unkey/authentication/malformed", detail)
        self.fault = (nil, "header.Authorization", detail)
    }

    /// The root key was refused.
    init(caller reason: Reason) {
        switch reason {
        case .permissionMissing:
            self.init(
                403, "unkey/authorization/insufficient_permissions",
                "Missing one of these permissions: ['api.*.verify_key', 'api.<API_ID>.verify_key']. Here it is 'keys:verify'."
            )
        case .addressNotAllowed, .methodNotPermitted, .keyNotYetValid, .certificateRequired, .certificateNotAllowed,
            .countryNotAllowed, .networkNotAllowed, .referrerNotAllowed, .applicationNotAllowed, .timeNotAllowed,
            .routeNotAllowed, .keyIdle, .grantRequired, .secondKeyRequired, .routeWithdrawn:
            self.init(403, "unkey/authorization/forbidden", "The root key may not be used from here.")
        case .keySuspended:
            self.init(403, "unkey/authorization/key_disabled", "The root key is disabled.")
        case .limitExceeded, .tooManyFailures, .quotaExceeded, .abnormalUsage:
            self.init(
                429, "user/too_many_requests/workspace_rate_limited", "The root key has exceeded its rate limit.")
        case .overloaded, .environmentUnavailable, .capacityReduced, .quotaPending: self = .unavailable
        default: self.init(401, "unkey/authentication/key_not_found", "The provided root key is invalid.")
        }
    }

    /// No decision can be made.
    static let unavailable = UnkeyError(
        503, "unkey/application/service_unavailable", "The service is temporarily unavailable.")

    /// A limit is named that is nowhere.
    static let limitUnknown = UnkeyError(
        412, "unkey/application/precondition_failed",
        "A ratelimit was requested but does not exist for the key, and no limit and duration were given.")

    func write(_ requestID: RequestID, to body: inout [UInt8]) {
        body.write("{\"meta\":{\"requestId\":\"")
        body.writeID(requestID, prefix: "req_")
        body.write("\"},\"error\":{\"title\":\"")
        body.write(StatusPhrase.of(self.status))
        body.write("\",\"detail\":")
        body.writeJSONString(self.detail)
        body.write(",\"status\":")
        body.writeDecimal(UInt64(self.status))
        body.write(",\"type\":\"https://unkey.com/docs/errors/")
        body.write(self.type)
        body.write("\"")
        // Theirs has the list in every 400.
        if self.status == 400 {
            body.write(",\"errors\":[{\"location\":\"")
            if let location = self.fault?.location {
                location.write(to: &body)
            } else {
                body.write(self.fault?.field ?? "")
            }
            body.write("\",\"message\":")
            body.writeJSONString(self.fault?.message ?? self.detail)
            body.write("}]")
        }
        body.write("}}")
    }
}
