/// The lifecycle of a key as pure transitions. Each returns nothing and leaves the record as it must be stored; the
/// caller writes it with its audit entry in one transaction.
extension KeyRecord {
    /// Stops the key until it is resumed.
    package mutating func suspend(_ change: StateChange) throws(LifecycleObjection) {
        guard !self.isRevoked(at: change.at) else { throw .revoked }
        guard self.state == .active else { throw .alreadySo }
        self.state = .suspended
        self.stateChange = change
        _ = self.loseTrust(at: change.at)
    }

    /// Lets a suspended or quarantined key admit again.
    package mutating func resume(_ change: StateChange) throws(LifecycleObjection) {
        guard !self.isRevoked(at: change.at) else { throw .revoked }
        guard self.state != .active else { throw .alreadySo }
        self.state = .active
        self.stateChange = change
        _ = self.loseTrust(at: change.at)
    }

    /// Ends the key for ever: at once, or after a grace period in which it goes on as before.
    ///
    /// A second revocation may only bring the end forward.
    package mutating func revoke(_ change: StateChange, graceSeconds: UInt32 = 0) throws(LifecycleObjection) {
        guard !self.isRevoked(at: change.at) else { throw .revoked }
        self.stateChange = change
        guard graceSeconds > 0 else {
            self.state = .revoked
            self.revokesAt = nil
            return
        }
        let end = change.at.adding(seconds: Int64(graceSeconds))
        self.revokesAt = self.revokesAt.map { min($0, end) } ?? end
    }

    /// Ends one version at once or after a grace period. Ending the last live one leaves a key that admits nobody but
    /// can be rotated. Ending the new version of a rotation that is pending cancels the rotation too: the old versions go
    /// on, instead of ending at a hard stop with nothing to switch to.
    package mutating func revokeVersion(
        _ number: UInt32, at now: WallTime, graceSeconds: UInt32 = 0
    ) throws(LifecycleObjection) {
        guard !self.isRevoked(at: now) else { throw .revoked }
        guard let index = self.versions.firstIndex(where: { $0.number == number }) else { throw .unknownVersion }
        guard self.versions[index].revokedAt == nil else { throw .alreadySo }
        let end = now.adding(seconds: Int64(graceSeconds))
        if let rotation = self.rotation, rotation.newVersion == number, rotation.state(at: now) == .pending {
            try self.cancelRotation(at: now, newVersionEndsAt: end)
        }
        if graceSeconds == 0 {
            self.versions[index].revokedAt = now
        } else if let rotation = self.rotation, rotation.state(at: now) == .pending {
            self.versions[index].retire(at: min(end, rotation.lastMomentBeforeHardStop))
        } else {
            self.versions[index].retire(at: end)
        }
    }

    /// Adds a version. The old ones live on until the rotation ends (`Rotation.endsAt`); a rotation still pending is
    /// cancelled and its version never admits again.
    package mutating func rotate(_ rotation: Rotation, adding version: KeyVersion) throws(LifecycleObjection) {
        let now = rotation.startedAt
        guard !self.isRevoked(at: now) else { throw .revoked }
        guard self.expiry.date.map({ $0 > now }) ?? true else { throw .expired }
        if self.rotation?.state(at: now) == .pending { try self.cancelRotation(at: now) }
        if rotation.overlapSeconds == 0 {
            for index in self.versions.indices { self.versions[index].end(at: now) }
        } else {
            guard self.versions.filter({ $0.isLive(at: now) }).count < Self.mostLiveVersions else {
                throw .tooManyLiveVersions
            }
            for index in self.versions.indices { self.versions[index].bringForward(to: rotation) }
        }
        self.versions.append(version)
        self.dropOldestRetired(at: now)
        self.rotation = rotation
    }

    /// Takes back a rotation whose version nobody has used: the old versions go on as if it had not been. The new one
    /// ends at once, or at the moment given.
    package mutating func cancelRotation(
        at now: WallTime, newVersionEndsAt end: WallTime? = nil
    ) throws(LifecycleObjection) {
        guard var rotation = self.rotation, rotation.state(at: now) == .pending else { throw .rotationNotPending }
        rotation.cancelledAt = now
        self.rotation = rotation
        for index in self.versions.indices {
            if self.versions[index].number == rotation.newVersion {
                if let end { self.versions[index].retire(at: end) } else { self.versions[index].end(at: now) }
            } else {
                self.versions[index].takeBack(from: rotation)
            }
        }
    }

    /// Notes that a version was used for the first time. For the new version of a pending rotation this starts the
    /// overlap.
    ///
    /// - Returns: whether anything changed.
    package mutating func versionUsed(_ number: UInt32, at now: WallTime) -> Bool {
        guard let index = self.versions.firstIndex(where: { $0.number == number }),
            self.versions[index].firstUsedAt == nil
        else { return false }
        self.versions[index].firstUsedAt = now
        guard var rotation = self.rotation, rotation.newVersion == number, rotation.state(at: now) == .pending else {
            return true
        }
        rotation.newVersionFirstUsedAt = now
        self.rotation = rotation
        for other in self.versions.indices where self.versions[other].number != number {
            self.versions[other].retire(at: rotation.endsAt)
        }
        return true
    }

    /// Whether the key is dead for ever at that moment.
    package func isRevoked(at now: WallTime) -> Bool {
        self.state == .revoked || self.revokesAt.map { $0 <= now } ?? false
    }

    /// Where a version stands at that moment.
    package func state(of version: KeyVersion, at now: WallTime) -> VersionState {
        if version.revokedAt != nil { return .revoked }
        if version.retiredAt != nil { return .retired }
        guard let notAfter = version.notAfter else {
            let isNew = self.rotation?.newVersion == version.number && self.rotation?.state(at: now) == .pending
            return isNew ? .pending : .current
        }
        return notAfter > now ? .retiring : .retired
    }

    private mutating func dropOldestRetired(at now: WallTime) {
        while self.versions.count > Self.mostVersions,
            let index = self.versions.firstIndex(where: { !$0.isLive(at: now) })
        {
            self.versions.remove(at: index)
        }
    }
}

extension Rotation {
    /// Where a version ends that has an end of its own. Cancelling a rotation frees the versions that end exactly at its
    /// hard stop; one whose end was announced for another reason must not go on for ever with them.
    fileprivate var lastMomentBeforeHardStop: WallTime {
        .init(milliseconds: max(self.hardStopAt.milliseconds, .min + 1) - 1)
    }
}

extension KeyVersion {
    /// Ends the version at that moment, unless it ends earlier already, whatever becomes of a rotation.
    fileprivate mutating func retire(at end: WallTime) {
        self.notAfter = self.notAfter.map { min($0, end) } ?? end
        self.ownNotAfter = nil
    }

    /// Ends the version for good with the act at that moment.
    fileprivate mutating func end(at now: WallTime) {
        self.retire(at: now)
        self.retiredAt = self.retiredAt ?? now
    }

    /// Ends the version at the rotation's hard stop, unless it ends earlier already, until the rotation is cancelled.
    fileprivate mutating func bringForward(to rotation: Rotation) {
        guard let own = self.notAfter else { return self.notAfter = rotation.hardStopAt }
        self.ownNotAfter = nil
        guard own > rotation.lastMomentBeforeHardStop else { return }
        self.notAfter = rotation.lastMomentBeforeHardStop
        self.ownNotAfter = own
    }

    /// Gives back the end that the version had before the rotation.
    fileprivate mutating func takeBack(from rotation: Rotation) {
        if let own = self.ownNotAfter {
            self.notAfter = own
            self.ownNotAfter = nil
        } else if self.notAfter == rotation.hardStopAt {
            self.notAfter = nil
        }
    }
}

extension KeyRecord {
    /// State and expiry in one word.
    package func status(at now: WallTime) -> KeyStatus {
        if self.isRevoked(at: now) { return .revoked }
        if let end = self.expiry.date, end <= now { return .expired }
        switch self.state {
        case .active: return .active
        case .suspended: return .suspended
        case .quarantined: return .quarantined
        case .revoked: return .revoked
        }
    }
}
