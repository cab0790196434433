/// Keys on their way into a segment, or out of one.
struct SegmentContents: Sendable {
    private(set) var entries: [KeyEntry] = []
    private(set) var versions: [VersionEntry] = []
    /// The profiles of all keys, one behind the other.
    private(set) var profiles: [UInt8] = []

    /// How much there is, or will be.
    struct Size {
        var entries = 0
        var versions = 0
        var profiles = 0
    }

    /// How many keys.
    var count: Int { self.entries.count }

    mutating func reserve(_ size: Size) {
        self.entries.reserveCapacity(size.entries)
        self.versions.reserveCapacity(size.versions)
        self.profiles.reserveCapacity(size.profiles)
    }

    /// Adds a key. Its entry says how many versions follow in `addVersion`.
    mutating func append(_ entry: KeyEntry, profile: some Collection<UInt8>) {
        var entry = entry
        entry.firstVersion = UInt32(truncatingIfNeeded: self.versions.count)
        entry.profileStart = UInt32(truncatingIfNeeded: self.profiles.count)
        entry.profileCount = UInt32(truncatingIfNeeded: profile.count)
        self.entries.append(entry)
        self.profiles += profile
    }

    /// Adds the next version of the key added last.
    mutating func addVersion(_ version: VersionEntry) { self.versions.append(version) }

    mutating func append(_ key: CompiledKey) {
        self.append(key.entry, profile: key.profile)
        self.versions += key.versions
    }

    /// Takes a key over as it is elsewhere.
    mutating func append(_ entry: KeyEntry, of other: Self) {
        self.append(entry, other.versions, other.profiles)
    }

    /// Takes a key over as it is in a segment.
    mutating func append(_ entry: KeyEntry, of segment: KeySegment) {
        self.append(entry, segment.versions, segment.profiles)
    }

    /// What each of `count` parts will hold when the key at a position goes to the part of that number.
    func sizes(by parts: [Int], among count: Int) -> [Size] {
        var sizes = [Size](repeating: .init(), count: count)
        for (position, part) in parts.enumerated() {
            sizes[part].entries += 1
            sizes[part].versions += Int(self.entries[position].versionCount)
            sizes[part].profiles += Int(self.entries[position].profileCount)
        }
        return sizes
    }

    private mutating func append(_ entry: KeyEntry, _ versions: [VersionEntry], _ profiles: [UInt8]) {
        let first = Int(entry.firstVersion)
        let start = Int(entry.profileStart)
        self.append(entry, profile: profiles[start..<(start + Int(entry.profileCount))])
        self.versions += versions[first..<(first + Int(entry.versionCount))]
    }
}
