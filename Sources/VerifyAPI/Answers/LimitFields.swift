import Admission
import HTTPMachines

/// The response fields about limits.
enum LimitFields {
    /// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).
    static func write(_ limit: LimitReport, to output: inout [UInt8]) {
        output.write("RateLimit-Policy: ")
        RateLimitFields.appendPolicy(
            limit.policy.utf8, quota: UInt64(limit.limit), windowSeconds: UInt64(limit.windowSeconds), isFirst: true,
            to: &output)
        output.write("\r\nRateLimit: ")
        RateLimitFields.appendLimit(
            limit.policy.utf8, remaining: UInt64(limit.remaining), resetSeconds: UInt64(limit.resetSeconds),
            isFirst: true, to: &output)
        output.writeLine()
    }

    static func writeRetryAfter(_ seconds: UInt32, to output: inout [UInt8]) {
        output.write("Retry-After: ")
        output.writeDecimal(seconds)
        output.writeLine()
    }
}
