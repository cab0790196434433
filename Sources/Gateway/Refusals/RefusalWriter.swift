import Admission
import Keys

/// The one place where a refusal becomes HTTP: status line, fields and an RFC 9457 body (docs/http.md, Refusals).
struct RefusalWriter {
    /// What `WWW-Authenticate` names.
    let realm: String

    /// What an answer says besides the refusal.
    struct Context {
        var requestID: RequestID
        var now: WallTime
        /// The request was HEAD: the same head, no body.
        var isHead = false
        /// Another request may follow on the connection.
        var keepsAlive = false
        /// The value of `Allow`.
        var allow: [UInt8] = []
        /// More about a malformed request than its reason says.
        var detail: StaticString?
    }

    /// Appends the whole answer. `body` is scratch space.
    func write(
        _ refusal: Refusal, _ context: Context, fields: ResponseFields, body: inout HeadText,
        to buffer: inout HeadText
    ) {
        self.writeBody(refusal, context, to: &body)
        let reason = refusal.reason
        buffer.write("HTTP/1.1 ")
        buffer.writeDecimal(UInt64(reason.status))
        buffer.put(0x20)
        buffer.write(reason.phrase)
        buffer.write("\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\nContent-Length: ")
        buffer.writeDecimal(UInt64(body.bytes.count))
        buffer.write("\r\n")
        fields.writeRequestID(context.requestID, to: &buffer)
        self.writeFields(refusal, context, fields, to: &buffer)
        if !context.keepsAlive { buffer.write("Connection: close\r\n") }
        buffer.write("\r\n")
        if !context.isHead { buffer.put(body.bytes) }
    }

    private func writeFields(
        _ refusal: Refusal, _ context: Context, _ fields: ResponseFields, to buffer: inout HeadText
    ) {
        switch refusal.reason.status {
        case 401: self.writeChallenge(refusal.reason, to: &buffer)
        case 403: Self.writeAcceptedPermissions(refusal, to: &buffer)
        case 405:
            buffer.write("Allow: ")
            buffer.write(context.allow)
            buffer.write("\r\n")
        case 429: Self.writeRetryAfter(Self.retryAfter(refusal), to: &buffer)
        case 503: Self.writeRetryAfter(1, to: &buffer)
        default: break
        }
        if let limit = refusal.limit { fields.writeLimit(limit, to: &buffer) }
    }

    private func writeChallenge(_ reason: Reason, to buffer: inout HeadText) {
        buffer.write("WWW-Authenticate: Bearer realm=\"")
        buffer.write(text: self.realm)
        buffer.write(reason == .credentialMissing ? "\"\r\n" : "\", error=\"invalid_token\"\r\n")
    }

    /// Any one of the inner lists suffices.
    private static func writeAcceptedPermissions(_ refusal: Refusal, to buffer: inout HeadText) {
        guard refusal.key != nil, let permission = refusal.permission else { return }
        buffer.write("Gatehouse-Accepted-Permissions: (")
        buffer.writeStructuredString(permission.description)
        buffer.write(")\r\n")
    }

    private static func writeRetryAfter(_ seconds: UInt32, to buffer: inout HeadText) {
        buffer.write("Retry-After: ")
        buffer.writeDecimal(UInt64(seconds))
        buffer.write("\r\n")
    }

    /// Never earlier than the `t` of `RateLimit`, and never now.
    private static func retryAfter(_ refusal: Refusal) -> UInt32 {
        guard let limit = refusal.limit else { return 1 }
        return max(limit.retryAfterSeconds, limit.resetSeconds, 1)
    }

    private func writeBody(_ refusal: Refusal, _ context: Context, to body: inout HeadText) {
        let reason = refusal.reason
        body.write("{\"type\":\"")
        body.write(reason.problemType)
        body.write("\",\"title\":\"")
        body.write(reason.title)
        body.write("\",\"status\":")
        body.writeDecimal(UInt64(reason.status))
        body.write(",\"detail\":\"")
        if let detail = context.detail {
            body.write("The request is refused: ")
            body.write(detail)
            body.write(".")
        } else {
            body.write(reason.detail)
        }
        body.write("\",\"code\":\"")
        body.write(reason.code)
        body.write("\",\"request_id\":\"")
        body.writeID(context.requestID, prefix: "req_")
        body.write("\"")
        if refusal.key != nil, let permission = refusal.permission {
            body.write(",\"required_permissions\":[[\"")
            body.writeJSONEscaped(permission.description.utf8)
            body.write("\"]]")
        }
        if reason.status == 429 { Self.writeUsage(refusal, context, to: &body) }
        body.write("}")
    }

    private static func writeUsage(_ refusal: Refusal, _ context: Context, to body: inout HeadText) {
        let seconds = retryAfter(refusal)
        body.write(",\"error\":\"rate_limit_exceeded\"")
        if let limit = refusal.limit {
            body.write(",\"current_usage\":")
            body.writeDecimal(UInt64(limit.limit >= limit.remaining ? limit.limit - limit.remaining : 0))
            body.write(",\"limit\":")
            body.writeDecimal(UInt64(limit.limit))
        }
        body.write(",\"reset_time\":\"")
        body.write(text: context.now.adding(seconds: Int64(seconds)).description)
        body.write("\",\"retry_after\":")
        body.writeDecimal(UInt64(seconds))
        body.write(",\"violated-policies\":[")
        if let limit = refusal.limit {
            body.write("\"")
            body.writeJSONEscaped(limit.policy.utf8)
            body.write("\"")
        }
        body.write("]")
    }
}
