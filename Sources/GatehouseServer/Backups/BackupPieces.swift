import AdminAPI
import Backups

/// A backup on its way to whoever asked for it.
final class BackupPieces: BytePieces {
    private let backup: PreparedBackup
    private var offset: UInt64 = 0
    /// What is given next, once it is sealed.
    private var beginning: [UInt8]?
    /// `nil` behind the end.
    private var sealer: BackupSealer?

    init(_ backup: PreparedBackup) throws {
        let sealer = try backup.sealer()
        self.backup = backup
        self.beginning = sealer.beginning
        self.sealer = consume sealer
    }

    func next() throws -> [UInt8]? {
        if let beginning = self.beginning.take() { return beginning }
        guard var sealer = self.sealer.take() else { return nil }
        guard let piece = try self.backup.piece(at: self.offset) else { return try sealer.finish() }
        self.offset += UInt64(piece.count)
        let sealed = try sealer.append(piece.span)
        self.sealer = consume sealer
        return sealed
    }
}
