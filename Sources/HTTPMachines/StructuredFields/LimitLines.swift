/// The response fields that tell of a limit: whole lines, appended to what `output` already holds.
///
/// Of the limits of a request, the one that is closest to its end is told. Both lists of the draft may hold one member
/// (draft-ietf-httpapi-ratelimit-headers-10, 3 and 4), and a client has to heed the tightest one anyway.
package enum LimitLines {
    /// `RateLimit-Policy`, and `RateLimit` up to the first number that changes from request to request. `writeEnd` or its
    /// like must follow.
    package static func appendBeginning(_ figures: LimitFigures, to output: inout [UInt8]) {
        self.append("RateLimit-Policy: ", to: &output)
        StructuredFields.appendString(figures.policy.utf8, to: &output)
        self.append(";q=", figures.limit, to: &output)
        if figures.isConcurrency {
            self.append(";qu=\"concurrent-requests\"", to: &output)
        } else {
            self.append(";w=", max(figures.windowSeconds, 1), to: &output)
        }
        self.append("\r\nRateLimit: ", to: &output)
        StructuredFields.appendString(figures.policy.utf8, to: &output)
        self.append(";r=", to: &output)
    }

    /// What stands between what is left and the seconds until there is more.
    package static var beforeReset: StaticString { ";t=" }

    private static func appendEnd(_ figures: LimitFigures, to output: inout [UInt8]) {
        StructuredFields.appendInteger(UInt64(figures.remaining), to: &output)
        // Nobody knows when a request that is under way ends.
        if !figures.isConcurrency { self.append(self.beforeReset, figures.resetSeconds, to: &output) }
        self.append("\r\n", to: &output)
    }

    /// All lines of these dialects. `now` is in seconds since 1970.
    package static func append(
        _ figures: LimitFigures, in dialects: LimitDialects, at now: Int64, to output: inout [UInt8]
    ) {
        if dialects.contains(.structured) {
            self.appendBeginning(figures, to: &output)
            self.appendEnd(figures, to: &output)
        }
        if !dialects.older.isEmpty { self.appendOlder(figures, in: dialects, at: now, to: &output) }
    }

    /// The lines of these dialects but the newest. A window of no known unit of time is not told by unit.
    package static func appendOlder(
        _ figures: LimitFigures, in dialects: LimitDialects, at now: Int64, to output: inout [UInt8]
    ) {
        if dialects.contains(.byUnit), !figures.isConcurrency,
            let unit = LimitUnit(windowSeconds: figures.windowSeconds)
        {
            self.append("X-RateLimit-Limit-", unit.name, figures.limit, to: &output)
            self.append("X-RateLimit-Remaining-", unit.name, figures.remaining, to: &output)
        }
        if dialects.contains(.plain) { self.appendThree("RateLimit-", figures, reset: nil, to: &output) }
        if dialects.contains(.prefixed) { self.appendThree("X-RateLimit-", figures, reset: nil, to: &output) }
        if dialects.contains(.prefixedUntil) {
            let (sum, isTooLate) = max(now, 0).addingReportingOverflow(Int64(figures.resetSeconds))
            self.appendThree("X-RateLimit-", figures, reset: isTooLate ? .max : UInt64(sum), to: &output)
        }
    }

    private static func appendThree(
        _ prefix: StaticString, _ figures: LimitFigures, reset: UInt64?, to output: inout [UInt8]
    ) {
        self.append(prefix, "Limit", figures.limit, to: &output)
        self.append(prefix, "Remaining", figures.remaining, to: &output)
        self.append(prefix, to: &output)
        self.append("Reset: ", to: &output)
        StructuredFields.appendInteger(reset ?? UInt64(figures.resetSeconds), to: &output)
        self.append("\r\n", to: &output)
    }

    /// `Gatehouse-Warning`, for a limit that is nearly used up: a List of Tokens with parameters (RFC 9651).
    package static func appendWarning(_ figures: LimitFigures, to output: inout [UInt8]) {
        self.append("Gatehouse-Warning: limit-low;policy=", to: &output)
        StructuredFields.appendString(figures.policy.utf8, to: &output)
        self.append(";q=", figures.limit, to: &output)
        self.append(";r=", figures.remaining, to: &output)
        if !figures.isConcurrency { self.append(self.beforeReset, figures.resetSeconds, to: &output) }
        self.append("\r\n", to: &output)
    }

    private static func append(_ text: StaticString, to output: inout [UInt8]) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private static func append(_ text: StaticString, _ value: UInt32, to output: inout [UInt8]) {
        self.append(text, to: &output)
        StructuredFields.appendInteger(UInt64(value), to: &output)
    }

    /// `X-RateLimit-Limit-Minute: 5` and its like.
    private static func append(
        _ beginning: StaticString, _ end: StaticString, _ value: UInt32, to output: inout [UInt8]
    ) {
        self.append(beginning, to: &output)
        self.append(end, to: &output)
        self.append(": ", value, to: &output)
        self.append("\r\n", to: &output)
    }
}
