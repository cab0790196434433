package import Keys
import Storage

/// A key as it is shown: the record, and what only the moment and other records can tell.
package struct KeyDetails: Sendable {
    package let record: KeyRecord
    /// The environment's, for the hint.
    package let tag: String
    package let status: KeyStatus
    package let owner: Identity?
    /// In the order of the record's versions.
    package let versions: [VersionDetails]
    package let rotation: RotationDetails?
    /// `nil` for a key that was issued here.
    package let imported: ImportedOrigin?
    /// When the key will be suspended because nobody uses it; `nil` while no notice of that holds.
    package let suspendsAt: WallTime?
    /// `gk_live_K7Qm…x9Zt`.
    package var hint: String { self.record.hint(tag: self.tag) }

    /// The last use of any version.
    package var lastUse: VersionUsage? { self.versions.compactMap(\.lastUse).max { $0.at < $1.at } }

    init(_ record: KeyRecord, in reader: any StoreReading, at now: WallTime) throws(StorageError) {
        let usage = try reader.usage(of: record.id)
        self.record = record
        self.tag = try reader.environment(record.environmentID)?.tag ?? ""
        self.status = record.status(at: now)
        self.owner = try record.ownerID.flatMap { (id) throws(StorageError) in try reader.identity(id) }
        self.versions = record.versions.map { version in
            .init(
                version: version, state: record.state(of: version, at: now),
                lastUse: usage.first { $0.versionNumber == version.number })
        }
        self.rotation = record.rotation.map { .init($0, usage: usage, at: now) }
        self.suspendsAt = try Self.suspendsAt(record, lastUse: usage.map(\.at).max(), in: reader, at: now)
        self.imported = try reader.foreignCredentials(.ofKey(record.id), after: nil, limit: 1).first.map { .init($0) }
    }

    private static func suspendsAt(
        _ record: KeyRecord, lastUse: WallTime?, in reader: any StoreReading, at now: WallTime
    ) throws(StorageError) -> WallTime? {
        guard record.unusedNoticeAt != nil, let days = try reader.project(record.projectID)?.unusedKeyDays else {
            return nil
        }
        switch UnusedKeyRule(days: days).standing(of: record, lastUse: lastUse, at: now) {
        case .fine, .noticeDue: return nil
        case .noticed(let moment), .over(let moment): return moment
        }
    }
}
