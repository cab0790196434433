/// Reads a request line (RFC 9112, 3) and remembers where it stopped.
struct RequestLineScanner: Sendable {
    enum Step {
        case needMore
        /// The line was read; the field section begins at `fields`.
        case end(fields: Int)
        case refused(HTTPViolation)
    }

    private enum Phase: UInt8 { case leadingFeed, method, target, version, carriageReturn, lineFeed }

    /// Longest method; the longest registered one has 17 letters.
    static let longestMethod = 32

    private var phase = Phase.method
    private var cursor = 0
    /// Where the part that is being read began.
    private var start = 0
    /// The authority of an absolute target, to be compared with Host.
    private(set) var authority = ByteRange.empty

    mutating func next(
        _ bytes: Span<UInt8>, end: Int, limits: HeadLimits, into head: inout RequestHead
    ) -> Step {
        while self.cursor < end {
            let violation: HTTPViolation?
            switch self.phase {
            case .leadingFeed: violation = self.readLeadingFeed(bytes)
            case .method: violation = self.readMethod(bytes, end: end, into: &head)
            case .target: violation = self.readTarget(bytes, end: end, limits: limits, into: &head)
            case .version: violation = self.readVersion(bytes, end: end, into: &head)
            case .carriageReturn: violation = self.readCarriageReturn(bytes)
            case .lineFeed:
                guard bytes[self.cursor] == 0x0a else { return .refused(.bareCarriageReturn) }
                return .end(fields: self.cursor + 1)
            }
            if let violation { return .refused(violation) }
        }
        return .needMore
    }

    private mutating func readLeadingFeed(_ bytes: Span<UInt8>) -> HTTPViolation? {
        guard bytes[self.cursor] == 0x0a else { return .bareCarriageReturn }
        self.cursor += 1
        self.start = self.cursor
        self.phase = .method
        return nil
    }

    @inline(__always)
    private mutating func readMethod(
        _ bytes: Span<UInt8>, end: Int, into head: inout RequestHead
    ) -> HTTPViolation? {
        var index = self.cursor
        while index < end, ByteClass.isToken(bytes[index]) { index += 1 }
        self.cursor = index
        guard index - self.start <= Self.longestMethod else { return .methodTooLong }
        guard index < end else { return nil }
        guard index > self.start else { return self.readBeforeMethod(bytes[index]) }
        guard bytes[index] == 0x20 else { return bytes[index] == 0x0a ? .bareLineFeed : .methodInvalid }
        head.methodBytes = ByteRange(start: self.start, end: index)
        head.method = HTTPMethod(bytes, head.methodBytes)
        guard head.method != .connect else { return .connectRefused }
        if head.method == .other, Self.hasSmallLetter(bytes, head.methodBytes) { return .methodInvalid }
        self.begin(.target, at: index + 1)
        return nil
    }

    /// Methods are case-sensitive (RFC 9110, 9.1), yet some servers take `get` for GET: it would be judged as one method here
    /// and served as another there. No registered method has a small letter.
    private static func hasSmallLetter(_ bytes: Span<UInt8>, _ method: ByteRange) -> Bool {
        for index in method.offsets where bytes[index] &- 0x61 < 26 { return true }
        return false
    }

    /// One empty line before the request line is passed over (RFC 9112, 2.2), no more.
    private mutating func readBeforeMethod(_ byte: UInt8) -> HTTPViolation? {
        switch byte {
        case 0x0d where self.start == 0:
            self.cursor += 1
            self.phase = .leadingFeed
            return nil
        case 0x0a: return .bareLineFeed
        case 0x0d, 0x20, 0x09: return .requestLineMalformed
        default: return .methodInvalid
        }
    }

    @inline(__always)
    private mutating func readTarget(
        _ bytes: Span<UInt8>, end: Int, limits: HeadLimits, into head: inout RequestHead
    ) -> HTTPViolation? {
        let stop = min(end, self.start + limits.maximumTargetBytes)
        let index = ByteScan.endOfTarget(bytes, from: self.cursor, to: stop)
        self.cursor = index
        guard index < end else { return nil }
        switch bytes[index] {
        case 0x20:
            guard index > self.start else { return .requestLineMalformed }
            head.target = ByteRange(start: self.start, end: index)
            self.begin(.version, at: index + 1)
            do throws(HTTPViolation) {
                self.authority = try RequestTarget.read(bytes, into: &head)
                return nil
            } catch { return error }
        case 0x23: return .targetFragment
        case 0x0a: return .bareLineFeed
        case 0x0d: return .requestLineMalformed
        default: return ByteClass.isVisible(bytes[index]) ? .targetTooLong : .targetByteForbidden
        }
    }

    @inline(__always)
    private mutating func readVersion(
        _ bytes: Span<UInt8>, end: Int, into head: inout RequestHead
    ) -> HTTPViolation? {
        if HTTPVersion.isLatest(bytes, at: self.start, end: end) {
            self.begin(.carriageReturn, at: self.start + HTTPVersion.length)
            return nil
        }
        let byte = bytes[self.cursor]
        switch HTTPVersion.check(byte, at: self.cursor - self.start) {
        case .matches:
            self.cursor += 1
            guard self.cursor - self.start == HTTPVersion.length else { return nil }
            head.minorVersion = byte & 1
            self.begin(.carriageReturn, at: self.cursor)
            return nil
        case .anotherVersion: return .versionUnsupported
        case .malformed: return byte == 0x0a ? .bareLineFeed : .requestLineMalformed
        }
    }

    @inline(__always)
    private mutating func readCarriageReturn(_ bytes: Span<UInt8>) -> HTTPViolation? {
        switch bytes[self.cursor] {
        case 0x0d:
            self.begin(.lineFeed, at: self.cursor + 1)
            return nil
        case 0x0a: return .bareLineFeed
        default: return .requestLineMalformed
        }
    }

    @inline(__always)
    private mutating func begin(_ phase: Phase, at index: Int) {
        self.phase = phase
        self.cursor = index
        self.start = index
    }
}
