/// From when on it counts that a key is not used.
extension KeyRecord {
    /// The last act that begins the time anew: the issue, the last rotation, or that somebody let the key go on.
    package var unusedFrom: WallTime {
        let newest = self.versions.last.map { max($0.createdAt, self.createdAt) } ?? self.createdAt
        return self.resumedAt.map { max($0, newest) } ?? newest
    }

    /// When somebody let the key go on; `nil` when nobody had to. A revocation that is announced is told in its place.
    package var resumedAt: WallTime? {
        self.state == .active && self.revokesAt == nil ? self.stateChange?.at : nil
    }

    /// Begins the time anew for a key that is active: nobody has to suspend it first.
    package mutating func restartIdleTime(_ change: StateChange) throws(LifecycleObjection) {
        guard !self.isRevoked(at: change.at) else { throw .revoked }
        // Who announced the revocation stays on record.
        guard self.state == .active, self.revokesAt == nil else { throw .alreadySo }
        self.stateChange = change
    }
}
