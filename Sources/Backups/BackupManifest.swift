package import Auditing
package import Keys

/// What a backup says of itself. It is the first thing in the sealed stream: four bytes of length, big-endian, and JSON
/// in canonical form (RFC 8785); the database follows.
package struct BackupManifest: Hashable, Sendable {
    /// Where the audit log stood, and what its key signed about it.
    package struct Log: Hashable, Sendable {
        package let size: UInt64
        package let root: Digest256
        /// The signed note; `nil` when there is none.
        package let checkpoint: SignedNote?

        package init(size: UInt64, root: Digest256, checkpoint: SignedNote?) {
            self.size = size
            self.root = root
            self.checkpoint = checkpoint
        }
    }

    static let longestText = 1 << 18
    private static let format: Int64 = 1

    package let createdAt: WallTime
    /// The version of Gatehouse that made it.
    package let version: String
    /// The format of the database.
    package let storeFormat: Int
    package let log: Log
    /// Bytes of the database.
    package let databaseLength: UInt64
    /// SHA-256 of the database.
    package let databaseHash: Digest256

    package init(
        createdAt: WallTime, version: String, storeFormat: Int, log: Log, databaseLength: UInt64,
        databaseHash: Digest256
    ) {
        self.createdAt = createdAt
        self.version = version
        self.storeFormat = storeFormat
        self.log = log
        self.databaseLength = databaseLength
        self.databaseHash = databaseHash
    }

    var bytes: [UInt8] {
        JSONValue.object([
            "format": .integer(Self.format), "created_at": .string("\(self.createdAt)"),
            "version": .string(self.version),
            "store_format": .integer(Int64(self.storeFormat)),
            "log": .object([
                "size": .integer(Int64(clamping: self.log.size)),
                "root": .string(Base64Text.encode(self.log.root.bytes)),
                "checkpoint": .init(self.log.checkpoint?.serialized),
            ]),
            "database": .object([
                "bytes": .integer(Int64(clamping: self.databaseLength)),
                "sha256": .string(Base64Text.encode(self.databaseHash.bytes)),
            ]),
        ]).canonicalBytes
    }

    /// `nil` for anything that `bytes` does not write.
    init?(reading bytes: [UInt8]) {
        guard let value = try? JSONValue(canonical: bytes), value["format"] == .integer(Self.format),
            let createdAt = value["created_at"]?.text.flatMap({ WallTime(rfc3339: $0) }),
            let version = value["version"]?.text, let storeFormat = value["store_format"]?.count,
            let log = value["log"].flatMap({ Log($0) }), let length = value["database"]?["bytes"]?.count,
            let hash = value["database"]?["sha256"]?.digest
        else { return nil }
        self.init(
            createdAt: createdAt, version: version, storeFormat: Int(clamping: storeFormat), log: log,
            databaseLength: length, databaseHash: hash)
    }
}

extension BackupManifest.Log {
    fileprivate init?(_ value: JSONValue) {
        guard let size = value["size"]?.count, let root = value["root"]?.digest,
            let checkpoint = value["checkpoint"]
        else { return nil }
        guard let text = checkpoint.text else {
            guard checkpoint == .null else { return nil }
            self.init(size: size, root: root, checkpoint: nil)
            return
        }
        guard let note = try? SignedNote(Array(text.utf8)) else { return nil }
        self.init(size: size, root: root, checkpoint: note)
    }
}

extension JSONValue {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }

    fileprivate var count: UInt64? { if case .integer(let number) = self { UInt64(exactly: number) } else { nil } }

    fileprivate var digest: Digest256? { self.text.flatMap { Base64Text.decode($0) }.flatMap { Digest256(bytes: $0) } }
}
