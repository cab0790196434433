extension Span<UInt8> {
    /// Whether the bytes are exactly these. Not for secrets.
    func equals(_ other: [UInt8]) -> Bool {
        guard self.count == other.count else { return false }
        for index in self.indices where self[index] != other[index] { return false }
        return true
    }

    /// Whether the bytes are those of `lowercased` when ASCII letters are folded.
    package func equalsIgnoringCase(_ lowercased: [UInt8]) -> Bool {
        guard self.count == lowercased.count else { return false }
        for index in self.indices {
            let byte = self[index]
            let folded = (byte &- 0x41) < 26 ? byte | 0x20 : byte
            if folded != lowercased[index] { return false }
        }
        return true
    }
}
