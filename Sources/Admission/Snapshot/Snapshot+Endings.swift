package import Keys

extension Snapshot {
    /// How many of the keys that admit at one moment have come to their end at another. Looks at every key.
    package func endings(after start: WallTime, through end: WallTime) -> KeyEndings {
        var (live, ending) = (0, 0)
        self.keys.forEachSegment { segment in
            for position in segment.entries.indices {
                guard let last = segment.end(ofEntry: position), last > start.milliseconds else { continue }
                live += 1
                if last <= end.milliseconds { ending += 1 }
            }
        }
        return .init(live: live, ending: ending)
    }
}

extension KeySegment {
    /// When the key of an entry stops admitting by itself, in milliseconds since 1970; `nil` when it does not admit.
    fileprivate func end(ofEntry position: Int) -> Int64? {
        guard self.entries[position].state == .active else { return nil }
        let own = min(self.entries[position].expiresAt, self.entries[position].revokesAt)
        let versions = self.versions(ofEntry: position)
        return self.versions[versions].lazy.filter { !$0.isRevoked }.map(\.notAfter).max().map { min($0, own) }
    }
}
