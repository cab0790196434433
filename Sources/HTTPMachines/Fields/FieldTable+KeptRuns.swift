/// How far `nextKeptRun` has come through the lines of a head.
@usableFromInline
package struct FieldCursor: Sendable {
    @usableFromInline var index = 0

    @inlinable
    package init() {}
}

extension FieldTable {
    /// The next stretch of whole field lines that is forwarded as it came, so that the shell copies runs of bytes and
    /// not lines; `nil` at the end. The empty line behind the fields belongs to no run.
    @inlinable
    package func nextKeptRun(_ cursor: inout FieldCursor, dropping drops: FieldDrops) -> ByteRange? {
        while cursor.index < self.count, drops.contains(self[cursor.index], at: cursor.index) { cursor.index += 1 }
        guard cursor.index < self.count else { return nil }
        let start = self[cursor.index].name.lowerBound
        while cursor.index < self.count, !drops.contains(self[cursor.index], at: cursor.index) { cursor.index += 1 }
        let end = cursor.index < self.count ? self[cursor.index].name.lowerBound : self.linesEnd
        return ByteRange(start: start, end: end)
    }
}
