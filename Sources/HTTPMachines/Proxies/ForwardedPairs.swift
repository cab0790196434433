/// The parameters of one `Forwarded` line, front to back (RFC 7239, 4): `for=192.0.2.43;proto=https, for="[2001:db8::1]"`.
///
/// Empty elements and empty pairs are passed over (RFC 9110, 5.6.1); a value in quotes may hold nothing that needs a
/// backslash, since no address, host or scheme does.
struct ForwardedPairs {
    enum Step: Equatable {
        case pair(name: ByteRange, value: ByteRange)
        /// A comma: the element is over.
        case endOfElement
        case end
        case malformed
    }

    private var cursor: Int
    private let end: Int
    /// A pair has just been read: only a separator may follow.
    private var isBehindPair = false

    init(_ line: ByteRange) {
        self.cursor = line.lowerBound
        self.end = line.upperBound
    }

    mutating func next(_ bytes: Span<UInt8>) -> Step {
        while self.cursor < self.end {
            switch bytes[self.cursor] {
            case 0x20, 0x09: self.cursor += 1
            case 0x3b:
                self.isBehindPair = false
                self.cursor += 1
            case 0x2c:
                self.isBehindPair = false
                self.cursor += 1
                return .endOfElement
            default:
                guard !self.isBehindPair else { return .malformed }
                self.isBehindPair = true
                return self.pair(bytes)
            }
        }
        return .end
    }

    /// `token=token` or `token="text"`, without spaces around the sign.
    private mutating func pair(_ bytes: Span<UInt8>) -> Step {
        let name = self.token(bytes)
        guard !name.isEmpty, self.take(0x3d, bytes) else { return .malformed }
        guard self.take(0x22, bytes) else {
            let value = self.token(bytes)
            return value.isEmpty ? .malformed : .pair(name: name, value: value)
        }
        let start = self.cursor
        while self.cursor < self.end, bytes[self.cursor] != 0x22 {
            guard bytes[self.cursor] >= 0x20, bytes[self.cursor] < 0x7f, bytes[self.cursor] != 0x5c else {
                return .malformed
            }
            self.cursor += 1
        }
        let value = ByteRange(start: start, end: self.cursor)
        return self.take(0x22, bytes) ? .pair(name: name, value: value) : .malformed
    }

    private mutating func token(_ bytes: Span<UInt8>) -> ByteRange {
        let start = self.cursor
        while self.cursor < self.end, ByteClass.isToken(bytes[self.cursor]) { self.cursor += 1 }
        return ByteRange(start: start, end: self.cursor)
    }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard self.cursor < self.end, bytes[self.cursor] == byte else { return false }
        self.cursor += 1
        return true
    }
}
