/// Splits a field section into lines (RFC 9112, 5), one byte at a time where it has to and eight where it can.
///
/// It remembers where in which line it stopped, so that no byte is looked at twice however the bytes arrive.
struct FieldLineScanner: Sendable {
    enum Step {
        case needMore
        case line(name: ByteRange, value: ByteRange)
        /// The empty line was read. The lines end at `lines`, the section at `section`.
        case end(lines: Int, section: Int)
        case refused(HTTPViolation)
    }

    private enum Phase: UInt8 { case lineStart, name, lead, value, lineFeed, lastLineFeed }

    private var phase = Phase.lineStart
    private var cursor: Int
    private var nameStart = 0
    private var nameEnd = 0
    private var valueStart = 0

    /// The section begins at `start`.
    init(start: Int) { self.cursor = start }

    /// Reads on to the end of a line. `end` is where the bytes end, or the most that a section may reach.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>, end: Int) -> Step {
        if self.phase == .lineStart, let line = self.wholeLine(bytes, end: end) { return line }
        return self.nextInSteps(bytes, end: end)
    }

    /// A faultless line that is there to its end, the ordinary case, with nothing stored on the way. Whatever else there
    /// is stays where it is for `nextInSteps` to judge.
    @inline(__always)
    private mutating func wholeLine(_ bytes: Span<UInt8>, end: Int) -> Step? {
        let start = self.cursor
        let nameEnd = ByteScan.endOfToken(bytes, from: start, to: end)
        guard nameEnd > start, nameEnd < end, bytes[nameEnd] == 0x3a else { return nil }
        let textEnd = ByteScan.endOfText(bytes, from: nameEnd &+ 1, to: end)
        guard textEnd &+ 1 < end, bytes[textEnd] == 0x0d, bytes[textEnd &+ 1] == 0x0a else { return nil }
        var valueStart = nameEnd &+ 1
        var valueEnd = textEnd
        while valueStart < valueEnd, ByteClass.isSpace(bytes[valueStart]) { valueStart &+= 1 }
        while valueEnd > valueStart, ByteClass.isSpace(bytes[valueEnd &- 1]) { valueEnd &-= 1 }
        self.cursor = textEnd &+ 2
        return .line(
            name: ByteRange(start: start, end: nameEnd), value: ByteRange(start: valueStart, end: valueEnd))
    }

    private mutating func nextInSteps(_ bytes: Span<UInt8>, end: Int) -> Step {
        while self.cursor < end {
            let violation: HTTPViolation?
            switch self.phase {
            case .lineStart: violation = self.readLineStart(bytes)
            case .name: violation = self.readName(bytes, end: end)
            case .lead: violation = self.readLead(bytes, end: end)
            case .value: violation = self.readValue(bytes, end: end)
            case .lineFeed:
                guard bytes[self.cursor] == 0x0a else { return .refused(.bareCarriageReturn) }
                return self.finishLine(bytes)
            case .lastLineFeed:
                guard bytes[self.cursor] == 0x0a else { return .refused(.bareCarriageReturn) }
                return .end(lines: self.cursor - 1, section: self.cursor + 1)
            }
            if let violation { return .refused(violation) }
        }
        return .needMore
    }

    private mutating func readLineStart(_ bytes: Span<UInt8>) -> HTTPViolation? {
        let byte = bytes[self.cursor]
        if ByteClass.isToken(byte) {
            self.nameStart = self.cursor
            self.phase = .name
            return nil
        }
        switch byte {
        case 0x0d:
            self.cursor += 1
            self.phase = .lastLineFeed
            return nil
        case 0x0a: return .bareLineFeed
        case 0x20, 0x09: return .lineFolding
        case 0x3a: return .fieldNameEmpty
        default: return .fieldNameInvalid
        }
    }

    private mutating func readName(_ bytes: Span<UInt8>, end: Int) -> HTTPViolation? {
        let index = ByteScan.endOfToken(bytes, from: self.cursor, to: end)
        self.cursor = index
        guard index < end else { return nil }
        switch bytes[index] {
        case 0x3a:
            self.nameEnd = index
            self.cursor = index + 1
            self.phase = .lead
            return nil
        case 0x20, 0x09: return .fieldNameSpace
        case 0x0a: return .bareLineFeed
        default: return .fieldNameInvalid
        }
    }

    private mutating func readLead(_ bytes: Span<UInt8>, end: Int) -> HTTPViolation? {
        var index = self.cursor
        while index < end, ByteClass.isSpace(bytes[index]) { index += 1 }
        self.cursor = index
        guard index < end else { return nil }
        self.valueStart = index
        self.phase = .value
        return nil
    }

    private mutating func readValue(_ bytes: Span<UInt8>, end: Int) -> HTTPViolation? {
        let index = ByteScan.endOfText(bytes, from: self.cursor, to: end)
        self.cursor = index
        guard index < end else { return nil }
        switch bytes[index] {
        case 0x0d:
            self.cursor = index + 1
            self.phase = .lineFeed
            return nil
        case 0x0a: return .bareLineFeed
        default: return .fieldValueByteForbidden
        }
    }

    private mutating func finishLine(_ bytes: Span<UInt8>) -> Step {
        var valueEnd = self.cursor - 1
        while valueEnd > self.valueStart, ByteClass.isSpace(bytes[valueEnd - 1]) { valueEnd -= 1 }
        self.cursor += 1
        self.phase = .lineStart
        return .line(
            name: ByteRange(start: self.nameStart, end: self.nameEnd),
            value: ByteRange(start: self.valueStart, end: valueEnd))
    }
}
