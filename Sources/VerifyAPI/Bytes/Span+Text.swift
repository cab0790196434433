extension Span<UInt8> {
    /// Whether the bytes are exactly those of the constant. Not for secrets.
    @inline(__always)
    func isEqual(to text: StaticString) -> Bool {
        guard self.count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in self.indices where self[index] != other[index] { return false }
        return true
    }

    /// Whether the bytes begin with the constant.
    @inline(__always)
    func hasPrefix(_ text: StaticString) -> Bool {
        self.count >= text.utf8CodeUnitCount && self.extracting(0..<text.utf8CodeUnitCount).isEqual(to: text)
    }

    /// Whether the bytes are those of the constant, which is in lower case, when ASCII letters are folded.
    func isEqualIgnoringCase(to text: StaticString) -> Bool {
        guard self.count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in self.indices where Self.folded(self[index]) != other[index] { return false }
        return true
    }

    /// Whether the bytes are the same when ASCII letters are folded.
    func isEqualIgnoringCase(to other: Span<UInt8>) -> Bool {
        guard self.count == other.count else { return false }
        for index in self.indices where Self.folded(self[index]) != Self.folded(other[index]) { return false }
        return true
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The bytes as text, for messages; what is no UTF-8 is replaced.
    var text: String { self.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
}
