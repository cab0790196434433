import Keys
import Storage

/// Finds the keys that are still told by digests under an old pepper: those with a live version, or an imported token,
/// that was not presented since the new one came. One that has expired counts: it may be given a later end.
struct KeysOnPepper {
    let environment: EnvironmentID
    /// Of the old pepper.
    let version: UInt32

    init(environment: EnvironmentID, version: UInt32) {
        self.environment = environment
        self.version = version
    }

    init(_ rekeying: Rekeying) throws(StorageError) {
        guard let environment = EnvironmentID(rekeying.tenant), let version = UInt32(rekeying.oldKey) else {
            throw StorageError(.damaged, "the rotation \(rekeying.id) names no pepper")
        }
        self.init(environment: environment, version: version)
    }

    /// Those among the next `limit` keys of the environment.
    func page(
        after cursor: String, limit: Int, in reader: any StoreReading, at now: WallTime
    ) throws -> (keys: [KeyRecord], cursor: String?) {
        var filter = KeyFilter(now: now)
        filter.environmentID = self.environment
        let page = try reader.keys(matching: filter, after: try Self.position(cursor), limit: limit)
        var found: [KeyRecord] = []
        for key in page where try self.holds(key, in: reader, at: now) { found.append(key) }
        return (found, page.count < limit ? nil : page.last.map { Self.cursor(.init($0)) })
    }

    private func holds(_ key: KeyRecord, in reader: any StoreReading, at now: WallTime) throws -> Bool {
        !key.isRevoked(at: now)
            && key.versions.contains { $0.pepperVersion == self.version && $0.isLive(at: now) }
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
