/// The sets of rights that keys share, each at a place that the keys name. A place that no key names any more goes to the next
/// new set: keys whose rights change, and rights for a time, do not add up. Snapshots keep the sets they were made with.
struct GrantPool: Sendable {
    private(set) var sets: [GrantSet] = []
    /// What the sets that are named are made from, with their places.
    private(set) var places: [GrantSource: UInt32] = [:]
    /// The same by place; `nil` for one that is free.
    private var sources: [GrantSource?] = []
    /// How often keys name each place.
    private var uses: [UInt32] = []
    private var free: [UInt32] = []
    private var recent = RecentMatches<GrantSource, UInt32>()

    /// The place of the set that is made from that source, for one use more; `nil` when there is none yet.
    mutating func take(_ source: GrantSource) -> UInt32? {
        var known = self.recent[source]
        if known == nil {
            known = self.places[source]
            if let known { self.recent.note(source, known) }
        }
        guard let known else { return nil }
        self.uses[Int(known)] += 1
        return known
    }

    /// Adds a set for its first use.
    mutating func add(_ set: GrantSet, from source: GrantSource) -> UInt32 {
        let place = self.free.popLast() ?? UInt32(self.sets.count)
        if place == self.sets.count {
            self.sets.append(set)
            self.sources.append(source)
            self.uses.append(1)
        } else {
            self.sets[Int(place)] = set
            self.sources[Int(place)] = source
            self.uses[Int(place)] = 1
        }
        self.places[source] = place
        self.recent.note(source, place)
        return place
    }

    /// A key names the place no more.
    mutating func release(_ place: UInt32) {
        self.uses[Int(place)] -= 1
        guard self.uses[Int(place)] == 0, let source = self.sources[Int(place)] else { return }
        self.places[source] = nil
        self.sources[Int(place)] = nil
        self.recent.forget()
        self.free.append(place)
    }

    /// Puts another set at a place, made from the same source.
    mutating func replace(_ place: UInt32, with set: GrantSet) { self.sets[Int(place)] = set }
}
