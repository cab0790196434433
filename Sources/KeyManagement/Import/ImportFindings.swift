import Keys
import Storage

/// Counts imported keys that still need someone's attention.
enum ImportFindings {
    /// Most imported keys of a kind that are looked at; more are not counted.
    static let most = 10_000

    /// Keys that a token admits which could be guessed.
    static func weak(in reader: any StoreReading, at now: WallTime) throws(StorageError) -> Int {
        try Self.count(.weak, in: reader, at: now) { Self.isAlive($1, of: $0, at: now) }
    }

    /// Whether a token admits to the key that could be guessed.
    static func isWeak(_ key: KeyRecord, in reader: any StoreReading, at now: WallTime) throws(StorageError) -> Bool {
        try reader.foreignCredentials(.ofKey(key.id), after: nil, limit: 1)
            .contains { $0.isWeak && Self.isAlive($0, of: key, at: now) }
    }

    /// Whether the version of the key that the foreign token stands for has not ended.
    private static func isAlive(_ credential: ForeignCredential, of key: KeyRecord, at now: WallTime) -> Bool {
        key.versions.contains { $0.number == credential.versionNumber && $0.isLive(at: now) }
    }

    /// Keys that admit nobody until they are rotated.
    static func toReissue(in reader: any StoreReading, at now: WallTime) throws(StorageError) -> Int {
        try Self.count(.unprovable, in: reader, at: now) { key, credential in
            key.versions.allSatisfy { $0.number == credential.versionNumber }
        }
    }

    private static func count(
        _ query: ForeignCredentialQuery, in reader: any StoreReading, at now: WallTime,
        where isOpen: (KeyRecord, ForeignCredential) -> Bool
    ) throws(StorageError) -> Int {
        var count = 0
        for credential in try reader.foreignCredentials(query, after: nil, limit: Self.most) {
            guard let key = try reader.key(credential.keyID), ![.revoked, .expired].contains(key.status(at: now)),
                isOpen(key, credential)
            else { continue }
            count += 1
        }
        return count
    }
}
