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
    }
}

/// A version of a key's secret as it is shown.
package struct VersionDetails: Sendable {
    package let version: KeyVersion
    package let state: VersionState
    package let lastUse: VersionUsage?
}

/// A rotation as it is shown.
package struct RotationDetails: Sendable {
    package let rotation: Rotation
    package let state: RotationState
    /// Who used an old version since the rotation began and not the new one since, latest first.
    package let callersOnOld: [VersionUsage]

    init(_ rotation: Rotation, usage: [VersionUsage], at now: WallTime) {
        self.rotation = rotation
        self.state = rotation.state(at: now)
        let switched = Dictionary(
            usage.filter { $0.versionNumber == rotation.newVersion }.map { (RotationCaller($0), $0.at) }
        ) { max($0, $1) }
        self.callersOnOld = usage.filter { use in
            use.versionNumber < rotation.newVersion && use.at >= rotation.startedAt
                && switched[RotationCaller(use)].map { $0 < use.at } ?? true
        }
    }
}

/// Tells callers apart.
private struct RotationCaller: Hashable {
    let address: IPAddress
    let userAgent: String

    init(_ use: VersionUsage) {
        self.address = use.address
        self.userAgent = use.userAgent
    }
}
