import Keys

/// One of the many parts of the key table: immutable, so that a change copies about a thousandth of the whole.
///
/// Open addressing with linear probing over `slots`, at most half full; a slot holds the position of an entry plus one.
final class KeySegment: Sendable {
    let entries: [KeyEntry]
    let versions: [VersionEntry]
    /// The profiles of all keys, one behind the other.
    let profiles: [UInt8]
    private let slots: [UInt32]
    private let mask: Int

    static let empty = KeySegment(.init())

    private init(_ contents: SegmentContents) {
        let entries = contents.entries
        self.entries = entries
        self.versions = contents.versions
        self.profiles = contents.profiles
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
        var contents = SegmentContents()
        contents.reserve(self.entries.count + changes.count, versions: self.versions.count + changes.count)
        contents.profiles.reserveCapacity(self.profiles.count + changes.values.reduce(0) { $0 + $1.profile.count })
        var added = changes
        for entry in self.entries {
            if let change = changes[entry.id] {
                added[entry.id] = nil
                contents.append(change)
            } else {
                contents.append(entry, of: self)
            }
        }
        for change in added.values { contents.append(change) }
        return .init(contents)
    }

    /// A segment of these keys.
    static func holding(_ keys: [CompiledKey]) -> KeySegment {
        var contents = SegmentContents()
        contents.reserve(keys.count, versions: keys.count)
        contents.profiles.reserveCapacity(keys.reduce(0) { $0 + $1.profile.count })
        for key in keys { contents.append(key) }
        return .init(contents)
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
    /// See `KeyProfile`.
    let profile: [UInt8]
}

/// What a segment is made of.
private struct SegmentContents {
    private(set) var entries: [KeyEntry] = []
    private(set) var versions: [VersionEntry] = []
    var profiles: [UInt8] = []

    mutating func reserve(_ entries: Int, versions: Int) {
        self.entries.reserveCapacity(entries)
        self.versions.reserveCapacity(versions)
    }

    mutating func append(_ key: CompiledKey) {
        self.append(key.entry, versions: key.versions[...], profile: key.profile[...])
    }

    /// Takes a key over as it is in another segment.
    mutating func append(_ entry: KeyEntry, of segment: KeySegment) {
        let first = Int(entry.firstVersion)
        let start = Int(entry.profileStart)
        self.append(
            entry, versions: segment.versions[first..<(first + Int(entry.versionCount))],
            profile: segment.profiles[start..<(start + Int(entry.profileCount))])
    }

    private mutating func append(
        _ entry: KeyEntry, versions: ArraySlice<VersionEntry>, profile: ArraySlice<UInt8>
    ) {
        var entry = entry
        entry.firstVersion = UInt32(self.versions.count)
        entry.profileStart = UInt32(self.profiles.count)
        entry.profileCount = UInt32(profile.count)
        self.entries.append(entry)
        self.versions += versions
        self.profiles += profile
    }
}
