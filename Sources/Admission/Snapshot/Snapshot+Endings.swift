package import Keys

extension Snapshot {
    /// How many of the keys that admit at one moment have come to their end at another, or lost a secret to a rotation: of
    /// all, and of each environment. Looks at every key.
    package func endings(after start: WallTime, through end: WallTime) -> KeyEndings {
        var live = [Int](repeating: 0, count: self.environments.count)
        var ending = live
        self.keys.forEachSegment { segment in
            for position in segment.entries.indices {
                let environment = Int(segment.entries[position].environment)
                guard live.indices.contains(environment), segment.admits(position, at: start.milliseconds) else {
                    continue
                }
                live[environment] += 1
                if segment.firstEnd(of: position, after: start.milliseconds) <= end.milliseconds {
                    ending[environment] += 1
                }
            }
        }
        return .init(
            self.environments.indices.map { .init(self.environments[$0].id, live: live[$0], ending: ending[$0]) })
    }
}

extension KeySegment {
    /// Whether the key of an entry admits at that moment, by one of its versions.
    fileprivate func admits(_ position: Int, at moment: Int64) -> Bool {
        guard self.entries[position].state == .active,
            min(self.entries[position].expiresAt, self.entries[position].revokesAt) > moment
        else { return false }
        return self.versions(ofEntry: position).contains { self.isLive($0, at: moment) }
    }

    /// When the first of the versions that admit at that moment ends, or the key does, in milliseconds since 1970: whoever
    /// still has the old secret of a rotation is cut off by its end, and not by that of the key.
    fileprivate func firstEnd(of position: Int, after moment: Int64) -> Int64 {
        var first = min(self.entries[position].expiresAt, self.entries[position].revokesAt)
        for index in self.versions(ofEntry: position) where self.isLive(index, at: moment) {
            first = min(first, self.versions[index].notAfter)
        }
        return first
    }

    private func isLive(_ version: Int, at moment: Int64) -> Bool {
        !self.versions[version].isRevoked && self.versions[version].notAfter > moment
    }
}
