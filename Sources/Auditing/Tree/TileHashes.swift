package import Keys

/// A tile as it is stored and served: its hashes one after the other (C2SP tlog-tiles).
package enum TileHashes {
    package static func bytes(of hashes: some Collection<Digest256>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * 32)
        for hash in hashes {
            for word in [hash.words.0, hash.words.1, hash.words.2, hash.words.3] {
                for shift in stride(from: UInt64(56), through: 0, by: -8) {
                    bytes.append(UInt8(truncatingIfNeeded: word >> shift))
                }
            }
        }
        return bytes
    }

    /// `nil` unless the bytes are 1 to 256 hashes.
    package static func hashes(in bytes: [UInt8]) -> [Digest256]? {
        guard !bytes.isEmpty, bytes.count % 32 == 0, bytes.count <= 32 * Int(TilePlace.fullWidth) else { return nil }
        return stride(from: 0, to: bytes.count, by: 32).map { start in
            .init(
                words: (
                    self.word(bytes, start), self.word(bytes, start + 8), self.word(bytes, start + 16),
                    self.word(bytes, start + 24)
                ))
        }
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
        bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
