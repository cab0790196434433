import Admission
import HTTPMachines

/// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).
///
/// Requests under one limit differ in two numbers at the end. What comes before those is remembered, for as many limits as a
/// loop has met since the last publication, up to a bound.
struct LimitText {
    /// Most limits remembered; those beyond are written piece by piece.
    static let most = 16

    private struct Known {
        let policy: String
        let limit: UInt32
        let windowSeconds: UInt32
        let beginning: [UInt8]

        /// Numbers first: they are told apart faster than names.
        func isFor(_ report: LimitReport) -> Bool {
            self.limit == report.limit && self.windowSeconds == report.windowSeconds && self.policy == report.policy
        }
    }

    private var known: [Known] = []

    /// Appends both lines.
    mutating func write(_ report: LimitReport, to text: inout HeadText) {
        for known in self.known where known.isFor(report) {
            text.write(known.beginning)
            return Self.writeEnd(of: report, to: &text)
        }
        self.remember(report)
        Self.writeLines(of: report, to: &text)
    }

    /// Limits may have gone.
    mutating func forgetAll() { self.known.removeAll(keepingCapacity: true) }

    /// Appends both lines.
    static func writeLines(of report: LimitReport, to text: inout some TextSink) {
        self.writeBeginning(of: report, to: &text)
        self.writeEnd(of: report, to: &text)
    }

    private mutating func remember(_ report: LimitReport) {
        guard self.known.count < Self.most else { return }
        var beginning = HeadText()
        Self.writeBeginning(of: report, to: &beginning)
        self.known.append(
            Known(
                policy: report.policy, limit: report.limit, windowSeconds: report.windowSeconds,
                beginning: Array(beginning.bytes)))
    }

    private static func writeBeginning(of report: LimitReport, to text: inout some TextSink) {
        text.write("RateLimit-Policy: ")
        text.writeStructuredString(report.policy)
        text.write(";q=")
        text.writeDecimal(UInt64(report.limit))
        text.write(";w=")
        text.writeDecimal(UInt64(max(report.windowSeconds, 1)))
        text.write("\r\nRateLimit: ")
        text.writeStructuredString(report.policy)
        text.write(";r=")
    }

    private static func writeEnd(of report: LimitReport, to text: inout some TextSink) {
        text.writeDecimal(UInt64(report.remaining))
        text.write(";t=")
        text.writeDecimal(UInt64(report.resetSeconds))
        text.write("\r\n")
    }
}
