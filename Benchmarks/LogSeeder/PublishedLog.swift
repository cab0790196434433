import Auditing
import Foundation
import SQLiteStorage
import Storage

/// The log of a store, written into a folder as the server publishes it, without waiting for the disk.
struct PublishedLog: Sendable {
    let store: SQLiteStore
    let folder: URL

    func write() async throws {
        guard let note = try await self.store.read({ try $0.auditCheckpoint() }) else { return }
        var ledger = FolderLedger()
        _ = ledger.renew(to: try Checkpoint(text: note.text).size)
        while case let files = ledger.missing(atMost: 256), !files.isEmpty {
            for file in files {
                try self.write(try await self.bytes(of: file, note), to: file.path)
                ledger.hold(file, .init(device: 0, inode: 0, bytes: 0, changed: 0))
            }
        }
    }

    private func bytes(of file: LogFile, _ note: SignedNote) async throws -> [UInt8] {
        let bytes: [UInt8]? =
            switch file {
            case .checkpoint: Array(note.serialized.utf8)
            case .tile(let place):
                try await self.store.read { try $0.auditTile(place).map { TileHashes.bytes(of: $0) } }
            case .entries(let place): try await self.store.read { try $0.auditEntryBundle(place) }
            case .succession(let number):
                try await self.store.read { reader in
                    try reader.logKeys().first { $0.number == number }.map { Array($0.succession.utf8) }
                }
            }
        guard let bytes else { throw SeedingError(description: "\(file.path) is missing") }
        return bytes
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = self.folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
