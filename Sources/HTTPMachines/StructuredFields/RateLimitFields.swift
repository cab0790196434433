/// The values of `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).
///
/// Each call appends one item, with a comma before it unless `isFirst`.
package enum RateLimitFields {
    /// `"daily";q=1000;w=86400`: so many requests in a window of so many seconds (at least 1).
    package static func appendPolicy(
        _ name: some Sequence<UInt8>, quota: UInt64, windowSeconds: UInt64, isFirst: Bool, to output: inout [UInt8]
    ) {
        if !isFirst { output.append(0x2c) }
        StructuredFields.appendString(name, to: &output)
        appendParameter(0x71, quota, to: &output)
        appendParameter(0x77, max(windowSeconds, 1), to: &output)
    }

    /// `"daily";r=50;t=30`: what is left, and seconds until there is more.
    package static func appendLimit(
        _ name: some Sequence<UInt8>, remaining: UInt64, resetSeconds: UInt64, isFirst: Bool, to output: inout [UInt8]
    ) {
        if !isFirst { output.append(0x2c) }
        StructuredFields.appendString(name, to: &output)
        appendParameter(0x72, remaining, to: &output)
        appendParameter(0x74, resetSeconds, to: &output)
    }

    private static func appendParameter(_ key: UInt8, _ value: UInt64, to output: inout [UInt8]) {
        output += [0x3b, key, 0x3d]
        StructuredFields.appendInteger(value, to: &output)
    }
}
