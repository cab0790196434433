import Cryptography
import Keys

/// What the stream of a backup holds, in clear: the manifest, then the database. Takes it piece by piece.
struct BackupContents {
    private(set) var manifest: BackupManifest?
    /// Bytes in clear so far.
    private(set) var length: UInt64 = 0

    /// What there is of the manifest, with its length, while it is not whole.
    private var beginning: [UInt8] = []
    private var databaseLength: UInt64 = 0
    private var hash = RunningSHA256()

    private static let prefixLength = 4

    /// Takes the next bytes and gives those of the database among them.
    mutating func take(_ bytes: [UInt8]) throws(BackupFault) -> [UInt8] {
        self.length += UInt64(bytes.count)
        guard self.manifest == nil else {
            self.count(bytes)
            return bytes
        }
        self.beginning += bytes
        guard self.beginning.count >= Self.prefixLength else { return [] }
        let text = self.beginning.prefix(Self.prefixLength).reduce(0) { $0 << 8 | Int($1) }
        guard text <= BackupManifest.longestText else { throw Self.unreadable }
        let end = Self.prefixLength + text
        guard self.beginning.count >= end else { return [] }
        guard let manifest = BackupManifest(reading: Array(self.beginning[Self.prefixLength..<end])) else {
            throw Self.unreadable
        }
        self.manifest = manifest
        let database = Array(self.beginning[end...])
        self.beginning = []
        self.count(database)
        return database
    }

    /// The manifest, when the database is the one it tells of.
    func whole(endingAt offset: UInt64) throws(BackupFault) -> BackupManifest {
        guard let manifest = self.manifest else { throw Self.unreadable }
        guard self.databaseLength == manifest.databaseLength, self.hash.digest == manifest.databaseHash else {
            throw .init(.damaged, at: offset, "the database in the backup is not the one its manifest tells of")
        }
        return manifest
    }

    private mutating func count(_ database: [UInt8]) {
        self.databaseLength += UInt64(database.count)
        self.hash.append(database.span)
    }

    private static let unreadable = BackupFault(.newerFormat, at: 0, "the manifest of the backup cannot be read")
}
