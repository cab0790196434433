/// How far `nextKeptRun` has come through the lines of a head.
@usableFromInline
package struct FieldCursor: Sendable {
    @usableFromInline enum Place: Sendable { case line, value, lineEnd }

    @usableFromInline var index = 0
    /// Where in that line it is.
    @usableFromInline var place = Place.line

    @inlinable
    package init() {}
}

extension FieldTable {
    /// The next stretch of the field lines that is forwarded as it came, so that the shell copies runs of bytes and not
    /// lines; `nil` at the end. The runs are whole lines but for white space around values that some servers do not strip:
    /// that is left out. The empty line behind the fields belongs to no run.
    @inlinable
    package func nextKeptRun(_ cursor: inout FieldCursor, dropping drops: FieldDrops) -> ByteRange? {
        switch cursor.place {
        case .line:
            while cursor.index < self.count, drops.contains(self[cursor.index], at: cursor.index) { cursor.index += 1 }
            guard cursor.index < self.count else { return nil }
            return self.run(from: self[cursor.index].name.lowerBound, &cursor, dropping: drops)
        case .value:
            cursor.place = .lineEnd
            return self[cursor.index].value
        case .lineEnd:
            cursor.place = .line
            cursor.index += 1
            return self.run(from: self.start(ofLine: cursor.index) - 2, &cursor, dropping: drops)
        }
    }

    /// The run that begins there and goes on with the line of the cursor, up to a line that is dropped or the value of one
    /// with odd space.
    @inlinable
    func run(from start: Int, _ cursor: inout FieldCursor, dropping drops: FieldDrops) -> ByteRange {
        while cursor.index < self.count, !drops.contains(self[cursor.index], at: cursor.index) {
            if self[cursor.index].hasOddSpace {
                cursor.place = .value
                return ByteRange(start: start, end: self[cursor.index].name.upperBound + 1)
            }
            cursor.index += 1
        }
        return ByteRange(start: start, end: self.start(ofLine: cursor.index))
    }

    /// Where a line begins, or the lines end.
    @inlinable
    func start(ofLine index: Int) -> Int { index < self.count ? self[index].name.lowerBound : self.linesEnd }
}
