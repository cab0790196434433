import Keys

/// Every key, in small immutable segments: the first bits of a key's hash choose a group, the next ones a segment of it.
///
/// A change copies its segment of about a hundred keys, the list of its group's segments and the list of groups, however
/// many keys there are. A group that has grown is spread over twice as many segments: some thousand keys copied, once in
/// as many additions.
struct KeyTable: Sendable {
    private static let groupBits: UInt64 = 7
    private static var groupCount: Int { 1 << Int(self.groupBits) }
    /// Most keys of a segment on the average of its group.
    private static let mostAverage = 128

    /// Each a power of two in number.
    private var groups: [[KeySegment]]

    /// A table without keys.
    init() { self.groups = .init(repeating: [.empty], count: Self.groupCount) }

    /// A table of many keys, `contents[n]` being those of the group n. Empties `contents` on its way, so that not
    /// everything is held twice.
    init(groups contents: inout [SegmentContents]) {
        self.groups = contents.indices.map { index in
            var group = SegmentContents()
            swap(&group, &contents[index])
            return Self.spread(group, over: Self.segmentCount(for: group.count))
        }
    }

    /// How many keys there are.
    var count: Int { self.groups.indices.reduce(0) { $0 + self.count(ofGroup: $1) } }

    func forEachSegment(_ body: (KeySegment) -> Void) {
        for group in self.groups { group.forEach(body) }
    }

    /// The segment that holds the key if any does.
    func segment(holding id: KeyID) -> KeySegment {
        let hash = KeySegment.hash(id)
        let group = Self.group(of: hash)
        return self.groups[group][Self.segment(of: hash, among: self.groups[group].count)]
    }

    /// The entry of a key; `nil` when there is none.
    func entry(of id: KeyID) -> KeyEntry? {
        let segment = self.segment(holding: id)
        return segment.position(of: id).map { segment.entries[$0] }
    }

    /// Puts these keys in the place of those with the same id, or adds them. No id comes twice.
    mutating func set(_ changes: some Collection<CompiledKey>) {
        var places: [Place: [CompiledKey]] = [:]
        for change in changes { places[self.place(of: change.entry.id), default: []].append(change) }
        for (place, changes) in places {
            self.groups[place.group][place.segment] = self.groups[place.group][place.segment].replacing(changes)
        }
        for group in Set(places.keys.map(\.group)) { self.spreadIfGrown(group) }
    }

    /// The group of a key: its place among the contents of `init(groups:)`.
    static func group(of id: KeyID) -> Int { self.group(of: KeySegment.hash(id)) }

    /// Contents for `init(groups:)` without keys.
    static var emptyContents: [SegmentContents] { .init(repeating: .init(), count: self.groupCount) }

    private struct Place: Hashable {
        let group: Int
        let segment: Int
    }

    private func place(of id: KeyID) -> Place {
        let hash = KeySegment.hash(id)
        let group = Self.group(of: hash)
        return .init(group: group, segment: Self.segment(of: hash, among: self.groups[group].count))
    }

    private static func group(of hash: UInt64) -> Int { Int(hash >> (64 - self.groupBits)) }

    private static func segment(of hash: UInt64, among count: Int) -> Int {
        Int(truncatingIfNeeded: hash >> 36) & (count - 1)
    }

    private func count(ofGroup group: Int) -> Int { self.groups[group].reduce(0) { $0 + $1.entries.count } }

    private mutating func spreadIfGrown(_ group: Int) {
        let count = Self.segmentCount(for: self.count(ofGroup: group))
        guard count > self.groups[group].count else { return }
        var contents = SegmentContents()
        for segment in self.groups[group] {
            for entry in segment.entries { contents.append(entry, of: segment) }
        }
        self.groups[group] = Self.spread(contents, over: count)
    }

    private static func segmentCount(for keys: Int) -> Int {
        var count = 1
        while count * self.mostAverage < keys { count *= 2 }
        return count
    }

    private static func spread(_ contents: SegmentContents, over count: Int) -> [KeySegment] {
        guard count > 1 else { return [KeySegment(contents)] }
        let places = contents.entries.map { self.segment(of: KeySegment.hash($0.id), among: count) }
        var parts = [SegmentContents](repeating: .init(), count: count)
        for (place, size) in contents.sizes(by: places, among: count).enumerated() { parts[place].reserve(size) }
        for (position, place) in places.enumerated() {
            parts[place].append(contents.entries[position], of: contents)
        }
        return parts.map { KeySegment($0) }
    }
}
