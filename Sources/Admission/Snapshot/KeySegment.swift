import CPrefetch
import Keys

/// One of the many parts of the key table: immutable, so that a change copies the hundred keys beside it and no more.
///
/// Open addressing with linear probing over `slots`, at most half full. A slot holds the position of an entry plus one
/// and some bits of its hash, so that a probe seldom touches an entry of another key.
final class KeySegment: Sendable {
    let entries: [KeyEntry]
    let versions: [VersionEntry]
    /// The profiles of all keys, one behind the other.
    let profiles: [UInt8]
    private let slots: [UInt32]

    static let empty = KeySegment(.init())

    /// Bits of a slot that hold the position plus one; the others hold bits of the hash.
    private static let positionBits: UInt32 = 20
    private static let positionMask: UInt32 = 1 << positionBits - 1

    /// A segment of these keys, no id twice.
    init(_ contents: SegmentContents) {
        self.entries = contents.entries
        self.versions = contents.versions
        self.profiles = contents.profiles
        self.slots = Self.slots(of: contents.entries)
    }

    /// The same keys with other entries and versions.
    private init(_ segment: KeySegment, _ entries: [KeyEntry], _ versions: [VersionEntry]) {
        self.entries = entries
        self.versions = versions
        self.profiles = segment.profiles
        self.slots = segment.slots
    }

    /// Position of the key's entry; `nil` when it is not here.
    func position(of id: KeyID) -> Int? {
        let hash = Self.hash(id)
        let (mask, tag) = (self.slots.count - 1, Self.tag(of: hash))
        var slot = Int(truncatingIfNeeded: hash) & mask
        while self.slots[slot] != 0 {
            let position = Int(self.slots[slot] & Self.positionMask) - 1
            if self.slots[slot] & ~Self.positionMask == tag, self.entries[position].id == id { return position }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Begins to load what is needed of an entry beside itself.
    func prefetch(_ position: Int) {
        self.versions.withUnsafeBufferPointer { versions in
            guard let start = versions.baseAddress else { return }
            gatehouse_prefetch(start + Int(self.entries[position].firstVersion))
        }
    }

    /// Where an entry's versions lie. Asked here, so that nobody copies an entry for two of its numbers.
    func versions(ofEntry position: Int) -> Range<Int> {
        let first = Int(self.entries[position].firstVersion)
        return first..<(first + Int(self.entries[position].versionCount))
    }

    /// Where the version of that number lies; `nil` when the entry has none of it.
    func version(_ number: UInt32, ofEntry position: Int) -> Int? {
        for index in self.versions(ofEntry: position) where self.versions[index].number == number { return index }
        return nil
    }

    /// The segment with these keys put in the place of those with the same id, or added. No id comes twice.
    func replacing(_ changes: [CompiledKey]) -> KeySegment {
        self.overwriting(changes) ?? self.rebuilt(with: changes)
    }

    /// A key's hash, for every choice of a place: the upper bits choose the segment, the lower ones the slot.
    static func hash(_ id: KeyID) -> UInt64 {
        var hash = (id.low ^ (id.high << 7)) &* 0x9e37_79b9_7f4a_7c15
        hash ^= hash >> 29
        hash &*= 0xbf58_476d_1ce4_e5b9
        return hash ^ (hash >> 32)
    }

    /// What most changes come to, such as a revocation: the key stays as long as it was, so everything keeps its place.
    /// `nil` when one is new, or has another number of versions or another profile.
    private func overwriting(_ changes: [CompiledKey]) -> KeySegment? {
        var entries = self.entries
        var versions = self.versions
        for change in changes {
            guard let position = self.position(of: change.entry.id) else { return nil }
            let old = self.entries[position]
            let profile = Int(old.profileStart)..<(Int(old.profileStart) + Int(old.profileCount))
            guard old.versionCount == change.entry.versionCount,
                self.profiles[profile].elementsEqual(change.profile)
            else { return nil }
            entries[position] = change.entry.inPlace(of: old)
            versions.replaceSubrange(self.versions(ofEntry: position), with: change.versions)
        }
        return KeySegment(self, entries, versions)
    }

    private func rebuilt(with changes: [CompiledKey]) -> KeySegment {
        var added = Dictionary(changes.map { ($0.entry.id, $0) }, uniquingKeysWith: { $1 })
        var contents = SegmentContents()
        contents.reserve(
            .init(
                entries: self.entries.count + changes.count,
                versions: self.versions.count + changes.reduce(0) { $0 + $1.versions.count },
                profiles: self.profiles.count + changes.reduce(0) { $0 + $1.profile.count }))
        for entry in self.entries {
            if let change = added.removeValue(forKey: entry.id) {
                contents.append(change)
            } else {
                contents.append(entry, of: self)
            }
        }
        for change in added.values { contents.append(change) }
        return .init(contents)
    }

    private static func slots(of entries: [KeyEntry]) -> [UInt32] {
        var capacity = 4
        while capacity < entries.count * 2 { capacity *= 2 }
        var slots = [UInt32](repeating: 0, count: capacity)
        for (position, entry) in entries.enumerated() {
            let hash = Self.hash(entry.id)
            var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Self.tag(of: hash) | (UInt32(truncatingIfNeeded: position + 1) & Self.positionMask)
        }
        return slots
    }

    private static func tag(of hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash) & ~Self.positionMask
    }
}
