import Keys

/// The hashes in a tile's bytes.
enum HashRun {
    static let hashLength = 32

    /// The hash at an index; the bytes reach that far.
    static func hash(_ index: Int, in bytes: Span<UInt8>) -> Digest256 {
        let start = index * self.hashLength
        return .init(
            words: (
                self.word(bytes, start), self.word(bytes, start + 8), self.word(bytes, start + 16),
                self.word(bytes, start + 24)
            ))
    }

    private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
        precondition(start >= 0 && start + 8 <= bytes.count, "a hash lies within its tile")
        return UInt64(bigEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
}
