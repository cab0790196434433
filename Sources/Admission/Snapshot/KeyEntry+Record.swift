import Keys

extension KeyEntry {
    init(
        _ record: KeyRecord, environment: UInt16, prefix: UInt8, grants: UInt32, extras: KeyExtras?
    ) {
        self.init(
            id: record.id, ownerID: record.ownerID, notBefore: record.notBefore?.milliseconds ?? Int64.min,
            expiresAt: record.expiry.date?.milliseconds ?? Self.noEnd,
            revokesAt: record.revokesAt?.milliseconds ?? Self.noEnd, grants: grants, firstVersion: 0,
            environment: environment, versionCount: 0, prefix: prefix, boundary: record.boundary,
            state: record.state, extras: extras)
    }

    /// The entry with so many versions.
    func counting(_ versions: Int) -> Self {
        var entry = self
        entry.versionCount = UInt8(truncatingIfNeeded: versions)
        return entry
    }
}

extension VersionEntry {
    init(_ version: KeyVersion, of record: KeyRecord, pepper: UInt8) {
        self.init(
            digest: version.digest, notAfter: version.end,
            createdAt: version.createdAt.milliseconds, number: version.number, pepper: pepper,
            isRevoked: version.revokedAt != nil, isUnused: version.firstUsedAt == nil)
        if let rotation = record.rotation, rotation.overlapSeconds == 0, version.number != rotation.newVersion {
            self.isReplacedAtOnce = version.notAfter.map { $0 <= rotation.startedAt } ?? false
        }
    }
}

extension KeyRecord {
    /// The versions the hot path compares: those without an end first, then those that end last.
    var mostRelevantVersions: [KeyVersion] {
        guard self.versions.count > Self.mostLiveVersions else { return self.versions }
        let ranked = self.versions.sorted { left, right in
            (left.revokedAt == nil ? 1 : 0, left.end, left.number)
                > (right.revokedAt == nil ? 1 : 0, right.end, right.number)
        }
        return Array(ranked.prefix(Self.mostLiveVersions))
    }
}

extension KeyVersion {
    /// The moment from which on it admits nobody, in milliseconds since 1970: what an act has ended, ended before all time.
    fileprivate var end: Int64 {
        self.retiredAt == nil ? self.notAfter?.milliseconds ?? KeyEntry.noEnd : Int64.min
    }
}
