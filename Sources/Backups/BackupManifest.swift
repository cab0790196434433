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

    /// How much of a chain of segments is in the backup.
    package struct Segments: Hashable, Sendable {
        /// 32 hexadecimal digits.
        package let chain: String
        /// The last commit of the chain that is in it; 0 for the backup that the chain begins with.
        package let commit: UInt64

        package init(chain: String, commit: UInt64) {
            self.chain = chain
            self.commit = commit
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
    /// `nil` where nothing was shipped.
    package let segments: Segments?

    package init(
        createdAt: WallTime, version: String, storeFormat: Int, log: Log, databaseLength: UInt64,
        databaseHash: Digest256, segments: Segments? = nil
    ) {
        self.createdAt = createdAt
        self.version = version
        self.storeFormat = storeFormat
        self.log = log
        self.databaseLength = databaseLength
        self.databaseHash = databaseHash
        self.segments = segments
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
            "segments": self.segments.map { segments in
                JSONValue.object([
                    "chain": .string(segments.chain), "commit": .integer(Int64(clamping: segments.commit)),
                ])
            } ?? .null,
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
            databaseLength: length, databaseHash: hash,
            segments: value["segments"].flatMap { Segments($0) })
    }
}

extension BackupManifest.Segments {
    fileprivate init?(_ value: JSONValue) {
        guard let chain = value["chain"]?.text, let commit = value["commit"]?.count else { return nil }
        self.init(chain: chain, commit: commit)
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
