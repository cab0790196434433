import Backups
import Cryptography
import SQLiteStorage

/// `gatehouse backup verify`: opens a backup through a slot, unpacks it, reads all of it, and leaves nothing behind.
package enum BackupVerification {
    /// It is unpacked in a folder in `scratch`, and opened through `slot` alone when that is named. Throws when it cannot be
    /// read at all or no slot opens.
    package static func verify(
        _ path: String, keys: KeysAtHand, slot: UInt8?, scratch: String, progress: @escaping (String) -> Void
    ) async throws(StartFailure) -> BackupReport {
        do {
            return try await Self.open(path, keys, slot, scratch, progress)
        } catch {
            // A file of another kind is no bad backup, but a slip.
            guard let fault = error as? BackupFault, fault.code != .foreign else { throw StartFailure(error) }
            return Self.unreadable(fault)
        }
    }

    private static func open(
        _ path: String, _ keys: KeysAtHand, _ slot: UInt8?, _ scratch: String, _ progress: @escaping (String) -> Void
    ) async throws -> BackupReport {
        let file = try BackupFile(path)
        let rootKey = try await file.rootKey(keys, only: slot)
        return try Self.verify(file, rootKey: rootKey, scratch: scratch, progress: progress)
    }

    /// The same with a root key that is known.
    static func verify(
        _ file: consuming BackupFile, rootKey: RootKey, scratch: String, progress: @escaping (String) -> Void
    ) throws -> BackupReport {
        let folder = try ScratchFolder(in: scratch)
        defer { folder.remove() }
        let unpacked = try UnpackedBackup.unpack(file, into: folder.path, rootKey: rootKey, progress: progress)
        unpacked.locked?.close()
        return unpacked.report
    }

    private static func unreadable(_ fault: BackupFault) -> BackupReport {
        var report = BackupReport()
        report.examination.add("byte \(fault.offset)", fault.message)
        return report
    }
}
