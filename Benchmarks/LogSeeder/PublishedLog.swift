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
        guard let bytes = try await self.store.read({ try $0.published(file, under: note) }) else {
            throw SeedingError(description: "\(file.path) is missing")
        }
        return bytes
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = self.folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
