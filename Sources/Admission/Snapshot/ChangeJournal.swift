package import Keys

/// Which keys changed at which publication, as far back as it reaches: what a cache elsewhere has to forget.
///
/// A ring of fixed size. Who asks for more than it remembers is told to forget everything.
package struct ChangeJournal: Sendable {
    /// Most changes remembered.
    package static let most = 16_384
    /// Most keys of one answer; with more it is cheaper to forget everything.
    package static let mostKeys = 1_000

    private struct Entry: Sendable {
        let generation: UInt64
        let keyID: KeyID
        let environmentID: EnvironmentID
    }

    private var entries: [Entry] = []
    /// Where the next entry goes once the ring is full.
    private var next = 0
    private let capacity: Int
    /// Changes of this generation and of those before may be missing.
    private var floor: UInt64

    package init(after generation: UInt64, capacity: Int = ChangeJournal.most) {
        self.floor = generation
        self.capacity = max(capacity, 1)
    }

    /// Notes what led to a generation. Generations only grow.
    package mutating func note(_ change: SnapshotChange, at generation: UInt64) {
        switch change {
        case .everything:
            self.entries.removeAll(keepingCapacity: true)
            self.next = 0
            self.floor = generation
        case .keys(let keys):
            for (keyID, environmentID) in keys {
                self.append(Entry(generation: generation, keyID: keyID, environmentID: environmentID))
            }
        }
    }

    /// What has changed in an environment after a generation, `current` being the one there is.
    package func changes(
        in environment: EnvironmentID, after generation: UInt64, current: UInt64
    ) -> EnvironmentChanges {
        guard generation >= self.floor, generation <= current else { return .everything }
        var keys: [KeyID] = []
        var seen: Set<KeyID> = []
        for offset in 1...max(self.entries.count, 1) where offset <= self.entries.count {
            let entry = self.entries[(self.next + self.entries.count - offset) % self.entries.count]
            guard entry.generation > generation else { break }
            guard entry.environmentID == environment, seen.insert(entry.keyID).inserted else { continue }
            keys.append(entry.keyID)
            guard keys.count <= Self.mostKeys else { return .everything }
        }
        return .keys(keys)
    }

    private mutating func append(_ entry: Entry) {
        guard self.entries.count >= self.capacity else { return self.entries.append(entry) }
        self.floor = max(self.floor, self.entries[self.next].generation)
        self.entries[self.next] = entry
        self.next = (self.next + 1) % self.capacity
    }
}
