/// Takes lines off the front of a text, and small things out of lines.
struct ByteLines {
    /// What is left.
    private(set) var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { self.rest = text }

    /// The next line without the newline that ends it; `nil` when no newline is left.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = self.rest.firstIndex(of: 0x0a) else { return nil }
        defer { self.rest = self.rest[(end + 1)...] }
        return self.rest[..<end]
    }

    /// What follows a word at the beginning of a line.
    static func value(of word: StaticString, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return line.starts(with: word) ? line.dropFirst(word.count) : nil
    }

    /// A number below 2⁶³ in digits, without zeros before it.
    static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard let first = digits.first, digits.count <= 19, first != UInt8(ascii: "0") || digits.count == 1 else {
            return nil
        }
        var number: UInt64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            // Nineteen digits stay below 2⁶⁴.
            number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return number < 1 << 63 ? number : nil
    }
}
