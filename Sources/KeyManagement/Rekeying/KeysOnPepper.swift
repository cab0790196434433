import Keys
import Storage

/// Finds the keys that are still told by digests under an old pepper: those with a live version, or an imported token,
/// that was not presented since the new one came. One that has expired counts: it may be given a later end.
struct KeysOnPepper {
    let environment: EnvironmentID
    /// Of the peppers that are to go: one, or several when more than one has leaked. The next one is the new one.
    let old: Range<UInt32>

    init(_ rekeying: Rekeying) throws(StorageError) {
        guard let environment = EnvironmentID(rekeying.tenant), let oldest = UInt32(rekeying.oldKey),
            let new = UInt32(rekeying.newKey), oldest < new
        else {
            throw StorageError(.damaged, "the rotation \(rekeying.id) names no pepper")
        }
        self.environment = environment
        self.old = oldest..<new
    }

    /// The number of the pepper that comes.
    var new: UInt32 { self.old.upperBound }

    /// Those among the next `limit` keys of the environment.
    func page(
        after cursor: String, limit: Int, in reader: any StoreReading, at now: WallTime
    ) throws -> (keys: [KeyRecord], cursor: String?) {
        var filter = KeyFilter(now: now)
        filter.environmentID = self.environment
        let page = try reader.keys(matching: filter, after: try Self.position(cursor), limit: limit)
        var found: [KeyRecord] = []
        for key in page where self.holds(key, at: now) { found.append(key) }
        return (found, page.count < limit ? nil : page.last.map { Self.cursor(.init($0)) })
    }

    /// Whether it can only be told by an old pepper that its digest is under, in the nested form or not.
    private func holds(_ key: KeyRecord, at now: WallTime) -> Bool {
        !key.isRevoked(at: now)
            && key.versions.contains { self.old.contains($0.pepperVersion) && $0.isLive(at: now) }
    }

    /// Whether an old pepper alone tells a version of the key: no digest under the new one lies around it.
    func isAlone(_ key: KeyRecord, at now: WallTime) -> Bool {
        key.versions.contains { self.isAlone($0, at: now) }
    }

    func isAlone(_ version: KeyVersion, at now: WallTime) -> Bool {
        self.old.contains(version.outermostPepper) && version.isLive(at: now)
    }

    private static func cursor(_ position: KeyPosition) -> String {
        "\(position.createdAt.milliseconds) \(position.id)"
    }

    private static func position(_ cursor: String) throws(StorageError) -> KeyPosition? {
        guard !cursor.isEmpty else { return nil }
        let parts = cursor.split(separator: " ")
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = KeyID(parts[1]) else {
            throw .init(.damaged, "the rotation has a malformed cursor")
        }
        return .init(createdAt: .init(milliseconds: milliseconds), id: id)
    }
}
