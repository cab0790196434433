/// Which series of a metric a cell belongs to: four small numbers, such as positions of route, method, status and reason.
/// What they stand for is the affair of whoever writes and reads them.
@usableFromInline
package struct SeriesKey: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline let word: UInt64

    /// Four times 65,535 is not a series: it marks an empty row.
    @inlinable
    package init(_ first: UInt16, _ second: UInt16 = 0, _ third: UInt16 = 0, _ fourth: UInt16 = 0) {
        self.word = UInt64(first) << 48 | UInt64(second) << 32 | UInt64(third) << 16 | UInt64(fourth)
    }

    init(word: UInt64) { self.word = word }

    package var first: UInt16 { UInt16(truncatingIfNeeded: self.word >> 48) }
    package var second: UInt16 { UInt16(truncatingIfNeeded: self.word >> 32) }
    package var third: UInt16 { UInt16(truncatingIfNeeded: self.word >> 16) }
    package var fourth: UInt16 { UInt16(truncatingIfNeeded: self.word) }
}
