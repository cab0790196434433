import JSONText

/// Holds an entry to the one form that its writer gives it: canonical JSON (RFC 8785) of an object, integers its only
/// numbers, with the entry's own number under `seq`.
struct LeafForm {
    /// The largest integer that is written as a number (RFC 7493, section 2.2).
    private static let largest: Int64 = 9_007_199_254_740_991

    private var position = 0
    private var depth = 0
    private var sequence: UInt64?

    /// The number of the entry; `nil` when the bytes are no such object.
    static func sequence(of bytes: Span<UInt8>) -> UInt64? {
        guard bytes.count > 0, bytes[0] == UInt8(ascii: "{"), self.isJSON(bytes) else { return nil }
        var form = Self()
        return form.value(bytes) && form.position == bytes.count ? form.sequence : nil
    }

    /// Grammar, UTF-8 and depth. What follows holds well-formed JSON to its canonical form and reads no further than
    /// the grammar allows.
    private static func isJSON(_ bytes: Span<UInt8>) -> Bool {
        do throws(JSONFault) {
            var reader = JSONReader()
            try reader.skipValue(bytes)
            try reader.finish(bytes)
            return true
        } catch {
            return false
        }
    }

    private mutating func value(_ bytes: Span<UInt8>) -> Bool {
        switch bytes[self.position] {
        case UInt8(ascii: "{"): return self.object(bytes)
        case UInt8(ascii: "["): return self.array(bytes)
        case UInt8(ascii: "\""): return self.string(bytes)
        case UInt8(ascii: "t"), UInt8(ascii: "n"): self.position += 4
        case UInt8(ascii: "f"): self.position += 5
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return self.integer(bytes) != nil
        default: return false
        }
        return true
    }

    private mutating func object(_ bytes: Span<UInt8>) -> Bool {
        self.position += 1
        self.depth += 1
        defer { self.depth -= 1 }
        if self.take(UInt8(ascii: "}"), bytes) { return true }
        var previous: Range<Int>?
        repeat {
            let start = self.position
            guard bytes[start] == UInt8(ascii: "\""), self.string(bytes) else { return false }
            let name = (start + 1)..<(self.position - 1)
            if let previous, !MemberOrder.isBefore(previous, name, in: bytes) { return false }
            previous = name
            guard self.take(UInt8(ascii: ":"), bytes), self.member(name, bytes) else { return false }
        } while self.take(UInt8(ascii: ","), bytes)
        return self.take(UInt8(ascii: "}"), bytes)
    }

    private mutating func member(_ name: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard self.depth == 1, Self.isSequence(name, bytes) else { return self.value(bytes) }
        guard let value = self.integer(bytes), value >= 0 else { return false }
        self.sequence = UInt64(value)
        return true
    }

    private static func isSequence(_ name: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        name.count == 3 && bytes[name.lowerBound] == UInt8(ascii: "s")
            && bytes[name.lowerBound + 1] == UInt8(ascii: "e") && bytes[name.lowerBound + 2] == UInt8(ascii: "q")
    }

    private mutating func array(_ bytes: Span<UInt8>) -> Bool {
        self.position += 1
        if self.take(UInt8(ascii: "]"), bytes) { return true }
        repeat {
            guard self.value(bytes) else { return false }
        } while self.take(UInt8(ascii: ","), bytes)
        return self.take(UInt8(ascii: "]"), bytes)
    }

    /// A string with the fewest escapes there can be.
    private mutating func string(_ bytes: Span<UInt8>) -> Bool {
        self.position += 1
        while bytes[self.position] != UInt8(ascii: "\"") {
            if bytes[self.position] == UInt8(ascii: "\\") {
                guard self.escape(bytes) else { return false }
            } else {
                self.position += 1
            }
        }
        self.position += 1
        return true
    }

    private mutating func escape(_ bytes: Span<UInt8>) -> Bool {
        switch bytes[self.position + 1] {
        case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "f"), UInt8(ascii: "r"),
            UInt8(ascii: "\""), UInt8(ascii: "\\"):
            self.position += 2
            return true
        case UInt8(ascii: "u"):
            defer { self.position += 6 }
            return Self.isNeeded(bytes, at: self.position + 2)
        default: return false
        }
    }

    /// Whether four hexadecimal digits stand for a control character that has no shorter escape, in lower case.
    private static func isNeeded(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard bytes[start] == UInt8(ascii: "0"), bytes[start + 1] == UInt8(ascii: "0") else { return false }
        let (high, low) = (bytes[start + 2], bytes[start + 3])
        guard high == UInt8(ascii: "0") || high == UInt8(ascii: "1") else { return false }
        guard low < UInt8(ascii: "A") || low >= UInt8(ascii: "a") else { return false }
        guard high == UInt8(ascii: "0") else { return true }
        switch low {
        case UInt8(ascii: "8"), UInt8(ascii: "9"), UInt8(ascii: "a"), UInt8(ascii: "c"), UInt8(ascii: "d"): return false
        default: return true
        }
    }

    /// An integer without sign for zero, fraction and exponent; `nil` for other numbers, and beyond the largest.
    private mutating func integer(_ bytes: Span<UInt8>) -> Int64? {
        let isNegative = self.take(UInt8(ascii: "-"), bytes)
        var value: Int64 = 0
        let start = self.position
        while self.position < bytes.count, bytes[self.position] &- UInt8(ascii: "0") < 10 {
            value = value * 10 + Int64(bytes[self.position] - UInt8(ascii: "0"))
            guard value <= Self.largest else { return nil }
            self.position += 1
        }
        guard self.position > start, !isNegative || value > 0 else { return nil }
        return isNegative ? -value : value
    }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard self.position < bytes.count, bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }
}
