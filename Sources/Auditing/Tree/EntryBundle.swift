/// Entries one after the other, each with its length before it as 16 bits, most significant byte first (C2SP tlog-tiles).
package enum EntryBundle {
    /// Longest entry that the format can hold, in bytes.
    package static let longestEntry = 65_535

    /// The bytes of a bundle; `nil` when an entry is too long for one.
    package static func bytes(of entries: some Sequence<[UInt8]>) -> [UInt8]? {
        var bytes: [UInt8] = []
        for entry in entries {
            guard let length = UInt16(exactly: entry.count) else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: length >> 8))
            bytes.append(UInt8(truncatingIfNeeded: length))
            bytes += entry
        }
        return bytes
    }

    /// The entries of a bundle; `nil` when the bytes end within one or are more than 256 entries.
    package static func entries(in bytes: [UInt8]) -> [[UInt8]]? {
        var entries: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            guard entries.count < Int(TilePlace.fullWidth), bytes.count - position >= 2 else { return nil }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            position += 2
            guard length <= bytes.count - position else { return nil }
            entries.append(Array(bytes[position..<(position + length)]))
            position += length
        }
        return entries
    }
}
