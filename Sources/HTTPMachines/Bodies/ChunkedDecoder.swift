/// Takes the chunked coding off a body (RFC 9112, 7.1). Extensions are bounded and dropped, line ends are CRLF, sizes
/// have at most 16 digits, and nothing is buffered but the trailers, which the caller keeps until they are whole.
struct ChunkedDecoder: Sendable {
    private enum Phase: UInt8 {
        case size, behindSize, sizeLineFeed, data, dataCarriageReturn, dataLineFeed, trailers
    }

    private var phase = Phase.size
    private var digits = 0
    /// Size of the chunk while its line is read, then what is left of it.
    private var remaining: UInt64 = 0
    /// What the body may still hold.
    private var allowance: UInt64
    private var extensionBytes = 0
    private var extensionBytesTotal = 0
    private var trailers = FieldLineScanner(start: 0)
    private let limits: BodyLimits

    init(limits: BodyLimits) {
        self.limits = limits
        self.allowance = limits.maximumBodyBytes
    }

    mutating func next(_ bytes: Span<UInt8>) -> BodyStep {
        var index = 0
        while index < bytes.count {
            let violation: HTTPViolation?
            switch self.phase {
            case .data: return .data(self.takeData(from: index, count: bytes.count))
            case .trailers: return self.readTrailers(bytes, from: index)
            case .size: violation = self.readSize(bytes[index])
            case .behindSize: violation = self.readBehindSize(bytes[index])
            case .sizeLineFeed: violation = self.readSizeLineFeed(bytes[index])
            case .dataCarriageReturn:
                violation = bytes[index] == 0x0d ? nil : .chunkEndMalformed
                self.phase = .dataLineFeed
            case .dataLineFeed:
                violation = bytes[index] == 0x0a ? nil : .chunkEndMalformed
                self.phase = .size
            }
            if let violation { return .refused(violation) }
            index += 1
        }
        return .needMore(consumed: index)
    }

    private mutating func takeData(from index: Int, count: Int) -> ByteRange {
        let taken = Int(min(self.remaining, UInt64(count - index)))
        self.remaining -= UInt64(taken)
        if self.remaining == 0 { self.phase = .dataCarriageReturn }
        return ByteRange(start: index, end: index + taken)
    }

    private mutating func readSize(_ byte: UInt8) -> HTTPViolation? {
        if ByteClass.isHex(byte) {
            self.digits += 1
            guard self.digits <= 16 else { return .chunkSizeTooLarge }
            self.remaining = self.remaining << 4 | UInt64(ByteClass.hexValue(byte))
            return nil
        }
        guard self.digits > 0 else { return byte == 0x0a ? .bareLineFeed : .chunkSizeInvalid }
        switch byte {
        case 0x0d: self.phase = .sizeLineFeed
        case 0x3b: self.phase = .behindSize
        case 0x0a: return .bareLineFeed
        default: return .chunkSizeInvalid
        }
        return nil
    }

    private mutating func readBehindSize(_ byte: UInt8) -> HTTPViolation? {
        switch byte {
        case 0x0d:
            self.phase = .sizeLineFeed
            return nil
        case 0x0a: return .bareLineFeed
        case 0x09, 0x20...0x7e:
            self.extensionBytes += 1
            self.extensionBytesTotal += 1
            let isBounded =
                self.extensionBytes <= self.limits.maximumExtensionBytes
                && self.extensionBytesTotal <= self.limits.maximumExtensionBytesTotal
            return isBounded ? nil : .chunkExtensionTooLarge
        default: return .chunkExtensionInvalid
        }
    }

    private mutating func readSizeLineFeed(_ byte: UInt8) -> HTTPViolation? {
        guard byte == 0x0a else { return .bareCarriageReturn }
        guard self.remaining <= self.allowance else { return .bodyTooLarge }
        self.allowance -= self.remaining
        self.digits = 0
        self.extensionBytes = 0
        self.phase = self.remaining == 0 ? .trailers : .data
        return nil
    }

    private mutating func readTrailers(_ bytes: Span<UInt8>, from start: Int) -> BodyStep {
        let section = bytes.extracting(start...)
        let end = min(section.count, self.limits.maximumTrailerBytes)
        while true {
            switch self.trailers.next(section, end: end) {
            case .needMore:
                return end == self.limits.maximumTrailerBytes ? .refused(.trailersTooLarge) : .needMore(consumed: start)
            case .refused(let violation): return .refused(violation)
            case .line(let name, _):
                if TrailerRules.isForbidden(name, in: section) { return .refused(.trailerForbidden) }
            case .end(let lines, let sectionEnd):
                let range = lines == 0 ? ByteRange.empty : ByteRange(start: start, end: start + lines)
                return .end(consumed: start + sectionEnd, trailers: range)
            }
        }
    }
}
