/// The place in a distributed trace that a request said it comes from (W3C Trace Context).
@usableFromInline
package struct TracePoint: Sendable, Equatable {
    /// The trace id, most significant half first.
    package let traceHigh: UInt64
    package let traceLow: UInt64
    /// The id of the caller's span.
    package let spanID: UInt64

    package init(traceHigh: UInt64, traceLow: UInt64, spanID: UInt64) {
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.spanID = spanID
    }

    /// The request named no trace. No valid trace id is zero.
    package static let none = Self(traceHigh: 0, traceLow: 0, spanID: 0)

    package var isNone: Bool { self.traceHigh | self.traceLow == 0 }

    /// The trace id in 32 hexadecimal digits.
    package var traceID: String { Self.hexadecimal(self.traceHigh) + Self.hexadecimal(self.traceLow) }

    /// The span id in 16 hexadecimal digits.
    package var span: String { Self.hexadecimal(self.spanID) }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
