import Keys

/// One of the many parts of the key table: immutable, so that a change copies about a thousandth of the whole.
///
/// Open addressing with linear probing over `slots`, at most half full; a slot holds the position of an entry plus one.
final class KeySegment: Sendable {
    let entries: [KeyEntry]
    let versions: [VersionEntry]
    private let slots: [UInt32]
    private let mask: Int

    static let empty = KeySegment(entries: [], versions: [])

    private init(entries: [KeyEntry], versions: [VersionEntry]) {
        self.entries = entries
        self.versions = versions
        var capacity = 4
        while capacity < entries.count * 2 { capacity *= 2 }
        var slots = [UInt32](repeating: 0, count: capacity)
        for (position, entry) in entries.enumerated() {
            var slot = Self.hash(entry.id) & (capacity - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = UInt32(position + 1)
        }
        self.slots = slots
        self.mask = capacity - 1
    }

    /// Position of the key's entry; `nil` when it is not here.
    func position(of id: KeyID) -> Int? {
        var slot = Self.hash(id) & self.mask
        while self.slots[slot] != 0 {
            let position = Int(self.slots[slot]) - 1
            if self.entries[position].id == id { return position }
            slot = (slot + 1) & self.mask
        }
        return nil
    }

    /// Where an entry's versions lie. Asked here, so that nobody copies an entry for two of its numbers.
    func versions(ofEntry position: Int) -> Range<Int> {
        let first = Int(self.entries[position].firstVersion)
        return first..<(first + Int(self.entries[position].versionCount))
    }

    /// The segment with these keys put in the place of those with the same id, or added.
    func replacing(_ changes: [KeyID: CompiledKey]) -> KeySegment {
        var entries: [KeyEntry] = []
        var versions: [VersionEntry] = []
        entries.reserveCapacity(self.entries.count + changes.count)
        versions.reserveCapacity(self.versions.count + changes.count)
        var added = changes
        for var entry in self.entries {
            if let change = changes[entry.id] {
                added[entry.id] = nil
                Self.append(change, to: &entries, &versions)
            } else {
                let start = Int(entry.firstVersion)
                entry.firstVersion = UInt32(versions.count)
                versions += self.versions[start..<(start + Int(entry.versionCount))]
                entries.append(entry)
            }
        }
        for change in added.values { Self.append(change, to: &entries, &versions) }
        return .init(entries: entries, versions: versions)
    }

    /// A segment of these keys.
    static func holding(_ keys: [CompiledKey]) -> KeySegment {
        var entries: [KeyEntry] = []
        var versions: [VersionEntry] = []
        entries.reserveCapacity(keys.count)
        versions.reserveCapacity(keys.count)
        for key in keys { Self.append(key, to: &entries, &versions) }
        return .init(entries: entries, versions: versions)
    }

    private static func append(
        _ key: CompiledKey, to entries: inout [KeyEntry], _ versions: inout [VersionEntry]
    ) {
        var entry = key.entry
        entry.firstVersion = UInt32(versions.count)
        entries.append(entry)
        versions += key.versions
    }

    /// Ids are random, so mixing the last word suffices; the upper bits choose the segment, the lower ones the slot.
    static func hash(_ id: KeyID) -> Int {
        Int(truncatingIfNeeded: ((id.low ^ (id.high << 7)) &* 0x9e37_79b9_7f4a_7c15) >> 24)
    }
}

/// A key on its way into a segment.
struct CompiledKey: Sendable {
    let entry: KeyEntry
    let versions: [VersionEntry]
}
