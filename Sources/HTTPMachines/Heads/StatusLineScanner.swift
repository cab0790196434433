/// Reads a status line (RFC 9112, 4) and remembers where it stopped.
struct StatusLineScanner: Sendable {
    enum Step {
        case needMore
        /// The line was read; the field section begins at `fields`.
        case end(fields: Int)
        case refused(HTTPViolation)
    }

    private enum Phase: UInt8 { case version, space, status, behindStatus, reason, lineFeed }

    private var phase = Phase.version
    private var cursor = 0
    private var start = 0

    mutating func next(_ bytes: Span<UInt8>, end: Int, into head: inout ResponseHead) -> Step {
        if self.cursor == 0, self.phase == .version { self.takeVersionAndStatus(bytes, end: end, into: &head) }
        while self.cursor < end {
            let violation: HTTPViolation?
            switch self.phase {
            case .version: violation = self.readVersion(bytes[self.cursor], into: &head)
            case .space:
                violation = bytes[self.cursor] == 0x20 ? nil : .statusLineMalformed
                self.begin(.status, at: self.cursor + 1)
            case .status: violation = self.readStatus(bytes[self.cursor], into: &head)
            case .behindStatus: violation = self.readBehindStatus(bytes[self.cursor])
            case .reason: violation = self.readReason(bytes, end: end, into: &head)
            case .lineFeed:
                guard bytes[self.cursor] == 0x0a else { return .refused(.bareCarriageReturn) }
                return .end(fields: self.cursor + 1)
            }
            if let violation { return .refused(violation) }
        }
        return .needMore
    }

    /// A faultless beginning that is there up to its status, the ordinary case. Whatever else there is stays where it is, to be
    /// judged byte by byte.
    private mutating func takeVersionAndStatus(_ bytes: Span<UInt8>, end: Int, into head: inout ResponseHead) {
        guard end >= 12 else { return }
        let version = UInt64(bigEndian: bytes.bytes.unsafeLoadUnaligned(as: UInt64.self))
        // HTTP/1.0 and HTTP/1.1.
        guard version | 1 == 0x4854_5450_2f31_2e31, bytes[8] == 0x20, (0x31...0x35).contains(bytes[9]),
            ByteClass.isDigit(bytes[10]), ByteClass.isDigit(bytes[11])
        else { return }
        head.minorVersion = UInt8(truncatingIfNeeded: version & 1)
        head.status =
            UInt16(bytes[9] &- 0x30) &* 100 &+ UInt16(bytes[10] &- 0x30) &* 10 &+ UInt16(bytes[11] &- 0x30)
        self.begin(.behindStatus, at: 12)
    }

    private mutating func readVersion(_ byte: UInt8, into head: inout ResponseHead) -> HTTPViolation? {
        switch HTTPVersion.check(byte, at: self.cursor - self.start) {
        case .matches:
            self.cursor += 1
            guard self.cursor - self.start == HTTPVersion.length else { return nil }
            head.minorVersion = byte & 1
            self.begin(.space, at: self.cursor)
            return nil
        case .anotherVersion: return .versionUnsupported
        case .malformed: return byte == 0x0a ? .bareLineFeed : .statusLineMalformed
        }
    }

    /// Three digits, 100 to 599.
    private mutating func readStatus(_ byte: UInt8, into head: inout ResponseHead) -> HTTPViolation? {
        guard ByteClass.isDigit(byte) else { return .statusLineMalformed }
        head.status = head.status * 10 + UInt16(byte &- 0x30)
        self.cursor += 1
        guard self.cursor - self.start == 3 else { return nil }
        guard (100...599).contains(head.status) else { return .statusLineMalformed }
        self.begin(.behindStatus, at: self.cursor)
        return nil
    }

    /// A space must follow even when there is no reason; its absence is common and has one reading, so it passes.
    private mutating func readBehindStatus(_ byte: UInt8) -> HTTPViolation? {
        switch byte {
        case 0x20: self.begin(.reason, at: self.cursor + 1)
        case 0x0d: self.begin(.lineFeed, at: self.cursor + 1)
        case 0x0a: return .bareLineFeed
        default: return .statusLineMalformed
        }
        return nil
    }

    private mutating func readReason(
        _ bytes: Span<UInt8>, end: Int, into head: inout ResponseHead
    ) -> HTTPViolation? {
        self.cursor = ByteScan.endOfText(bytes, from: self.cursor, to: end)
        guard self.cursor < end else { return nil }
        switch bytes[self.cursor] {
        case 0x0d:
            head.reason = ByteRange(start: self.start, end: self.cursor)
            self.begin(.lineFeed, at: self.cursor + 1)
            return nil
        case 0x0a: return .bareLineFeed
        default: return .statusLineMalformed
        }
    }

    private mutating func begin(_ phase: Phase, at index: Int) {
        self.phase = phase
        self.cursor = index
        self.start = index
    }
}
