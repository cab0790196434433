package import Admission
package import Keys

/// Writes the RFC 9457 body of a refusal, on every listener of the data plane.
package enum ProblemBody {
    /// What a problem says besides its reason.
    package struct Particulars {
        let requestID: RequestID
        let now: WallTime
        /// Instead of the reason's own.
        var status: UInt16?
        /// Instead of the reason's own sentence.
        var detail: StaticString?
        /// What the request violates, instead of a sentence.
        package var violation: StaticString?
        package var permission: String?
        package var limit: LimitReport?
        /// What is wrong with the body.
        var fault: BodyFault?

        package init(requestID: RequestID, now: WallTime) {
            self.requestID = requestID
            self.now = now
        }
    }

    /// Appends the body.
    package static func write(_ reason: Reason, _ particulars: Particulars, to body: inout [UInt8]) {
        body.write("{\"type\":\"")
        body.write(reason.problemType)
        body.write("\",\"title\":\"")
        body.write(reason.title)
        body.write("\",\"status\":")
        body.writeDecimal(UInt64(particulars.status ?? reason.status))
        body.write(",\"detail\":\"")
        if let violation = particulars.violation {
            body.write("The request is refused: ")
            body.write(violation)
            body.write(".")
        } else {
            body.write(particulars.detail ?? reason.detail)
        }
        body.write("\",\"code\":\"")
        body.write(reason.code)
        body.write("\",\"request_id\":\"")
        body.writeID(particulars.requestID, prefix: "req_")
        body.write("\"")
        if let fault = particulars.fault {
            body.write(",\"errors\":[{\"pointer\":\"")
            fault.location.writePointer(to: &body)
            body.write("\",\"code\":\"")
            body.write(fault.code)
            body.write("\",\"detail\":")
            body.writeJSONString(fault.message)
            body.write("}]")
        }
        if let permission = particulars.permission {
            body.write(",\"required_permissions\":[[")
            body.writeJSONString(permission)
            body.write("]]")
        }
        if let means = reason.means {
            body.write(",\"means\":[\"")
            body.write(means)
            body.write("\"]")
        }
        if reason.status == 429 { self.writeUsage(reason, particulars, to: &body) }
        if reason.status == 503, let limit = particulars.limit {
            body.write(",\"retry_after\":")
            body.writeDecimal(self.retryAfter(limit))
            self.writeViolated(limit, to: &body)
        }
        body.write("}")
    }

    private static func writeUsage(_ reason: Reason, _ particulars: Particulars, to body: inout [UInt8]) {
        let seconds = self.retryAfter(particulars.limit)
        body.write(",\"error\":\"")
        switch reason {
        case .tooManyFailures, .limitExceeded: body.write("rate_limit_exceeded")
        default: body.write(reason.code)
        }
        body.write("\"")
        if let limit = particulars.limit {
            body.write(",\"current_usage\":")
            body.writeDecimal(limit.limit - min(limit.remaining, limit.limit))
            body.write(",\"limit\":")
            body.writeDecimal(limit.limit)
        }
        body.write(",\"reset_time\":\"")
        body.writeTime(particulars.now.adding(seconds: Int64(seconds)))
        body.write("\",\"retry_after\":")
        body.writeDecimal(seconds)
        self.writeViolated(particulars.limit, to: &body)
    }

    private static func writeViolated(_ limit: LimitReport?, to body: inout [UInt8]) {
        body.write(",\"violated-policies\":[")
        if let limit { body.writeJSONString(limit.policy) }
        body.write("]")
    }

    /// Never earlier than the `t` of `RateLimit`, and never now.
    package static func retryAfter(_ limit: LimitReport?) -> UInt32 {
        guard let limit else { return 1 }
        return max(limit.retryAfterSeconds, limit.resetSeconds, 1)
    }
}
