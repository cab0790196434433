import Admission
import Keys
import VerifyAPI

/// Where a refusal of the gateway becomes HTTP: status line, fields and an RFC 9457 body (docs/http.md, Refusals).
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
        /// What a malformed request violates.
        var violation: StaticString?
    }

    /// Appends the whole answer. `body` is scratch space.
    func write(
        _ refusal: Refusal, _ context: Context, fields: ResponseFields, limits: inout LimitText, body: inout [UInt8],
        to buffer: inout HeadText
    ) {
        body.removeAll(keepingCapacity: true)
        Self.writeBody(refusal, context, to: &body)
        let reason = refusal.reason
        buffer.write("HTTP/1.1 ")
        buffer.writeDecimal(UInt64(reason.status))
        buffer.put(0x20)
        buffer.write(reason.phrase)
        buffer.write("\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\nContent-Length: ")
        buffer.writeDecimal(UInt64(body.count))
        buffer.write("\r\n")
        fields.writeRequestID(context.requestID, to: &buffer)
        fields.writeStrictTransport(to: &buffer)
        self.writeFields(refusal, context, to: &buffer)
        if let limit = refusal.limit { limits.writeRefused(limit, at: context.now, to: &buffer) }
        if !context.keepsAlive { buffer.write("Connection: close\r\n") }
        buffer.write("\r\n")
        if !context.isHead { buffer.write(body) }
    }

    private func writeFields(_ refusal: Refusal, _ context: Context, to buffer: inout HeadText) {
        switch refusal.reason.status {
        case 401: self.writeChallenge(refusal.reason, to: &buffer)
        case 403: Self.writeAcceptedPermissions(refusal, to: &buffer)
        case 405:
            buffer.write("Allow: ")
            buffer.write(context.allow)
            buffer.write("\r\n")
        case 426: buffer.write("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
        case 429, 503: Self.writeRetryAfter(ProblemBody.retryAfter(refusal.limit), to: &buffer)
        default: break
        }
    }

    private func writeChallenge(_ reason: Reason, to buffer: inout HeadText) {
        buffer.write("WWW-Authenticate: Bearer realm=\"")
        buffer.write(text: self.realm)
        buffer.write(reason.challenge)
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

    private static func writeBody(_ refusal: Refusal, _ context: Context, to body: inout [UInt8]) {
        var particulars = ProblemBody.Particulars(requestID: context.requestID, now: context.now)
        particulars.violation = context.violation
        particulars.limit = refusal.limit
        if refusal.key != nil { particulars.permission = refusal.permission?.description }
        ProblemBody.write(refusal.reason, particulars, to: &body)
    }
}
