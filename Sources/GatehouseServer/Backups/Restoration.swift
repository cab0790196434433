import Auditing
import Backups
import Cryptography
import Foundation
import Glibc
import KeyManagement
import Keys
import SQLiteStorage
import Storage

/// `gatehouse restore`: makes a data folder out of a backup. The folder is there when all of it was read and is good,
/// and not before.
package struct Restoration: Sendable {
    /// What is left beside the folder by one that was killed ends like this.
    private static let suffix = ".restoring"
    /// Files that a restore that was killed may have left.
    private static let leftovers = ["gatehouse.db", "gatehouse.db-wal", "gatehouse.db-journal", "lock", "reserve"]

    private let folder: String
    private let time: TimeSource
    private let replay: SegmentReplay?
    private let progress: @Sendable (String) -> Void

    /// - Parameters:
    ///   - folder: Missing or empty; its parent must be there.
    ///   - replay: What is done again on the backup; `nil` for the backup as it is.
    ///   - progress: Told how far it is.
    package init(folder: String, replay: SegmentReplay? = nil, progress: @escaping @Sendable (String) -> Void) {
        self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        self.replay = replay
        self.time = .system
        self.progress = progress
    }

    private var work: String { self.folder + Self.suffix }

    /// - Returns: what was found in the backup. The folder is made only when that is good.
    package func restore(_ path: String, keys: KeysAtHand, slot: UInt8?) async throws(StartFailure) -> BackupReport {
        do {
            try self.refuseFilled()
            let file = try BackupFile(path)
            let rootKey = try await file.rootKey(keys, only: slot)
            try self.removeLeftovers()
            let care = EndingCare { [self] in self.giveUp() }
            defer { care.end() }
            guard mkdir(self.work, 0o700) == 0 else { throw self.failure("make", self.work) }
            return try await self.restore(file, rootKey)
        } catch {
            guard let fault = error as? BackupFault else { throw StartFailure(error) }
            throw StartFailure(.database, "\(path): \(fault)")
        }
    }

    private func restore(_ file: consuming BackupFile, _ rootKey: RootKey) async throws -> BackupReport {
        do {
            let progress = self.progress
            let unpacked = try UnpackedBackup.unpack(
                file, into: self.work, rootKey: rootKey, replay: self.replay
            ) { progress($0) }
            if let locked = unpacked.locked, unpacked.report.isGood, let manifest = unpacked.report.manifest {
                try await self.note(manifest, unpacked.report.reached, in: locked, rootKey)
                try self.putInPlace()
            } else {
                unpacked.locked?.close()
                try self.removeLeftovers()
            }
            return unpacked.report
        } catch {
            try? self.removeLeftovers()
            throw error
        }
    }

    /// Nobody starts a restored store whose audit log does not say so.
    private func note(
        _ manifest: BackupManifest, _ reached: SegmentReplay.Reached?, in locked: LockedStore, _ rootKey: RootKey
    ) async throws {
        let store: SQLiteStore
        do throws(StorageError) {
            store = try locked.unlock(
                with: rootKey, origin: manifest.log.origin, publish: { _ in }, onPoison: { _ in })
        } catch {
            locked.close()
            throw error
        }
        let actor = Actor.local(uid: geteuid()).description
        let draft = AuditDraft(
            timestamp: self.time.wallTime().milliseconds, tenant: nil, actor: .init(type: "local", id: actor),
            action: .storageRestore, object: .init(type: "installation", id: KeyringKey.installation, version: 1),
            reason: "from a backup of \(manifest.createdAt) with \(manifest.log.size) audit entries"
                + (reached.map { ", and \($0.segments) segments up to \($0.entries)" } ?? ""))
        do {
            try await store.write(.ordinary) { transaction in _ = try transaction.append(draft) }
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    // MARK: Files

    private func refuseFilled() throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: self.folder) else {
            guard access(self.folder, F_OK) != 0 else {
                throw StartFailure(.cannotCreate, "\(self.folder) is no folder that can be read")
            }
            return
        }
        guard names.isEmpty else {
            throw StartFailure(
                .cannotCreate, "\(self.folder) is not empty; nothing was changed: name another folder, or move it away")
        }
    }

    private func putInPlace() throws {
        // The server makes its own, of the right size.
        for name in ["reserve", "lock"] where unlink("\(self.work)/\(name)") != 0 && errno != ENOENT {
            throw self.failure("remove", name)
        }
        try self.sync(self.work)
        guard rename(self.work, self.folder) == 0 else { throw self.failure("rename", self.work) }
        try self.sync(URL(fileURLWithPath: self.folder).deletingLastPathComponent().path)
    }

    /// Removes what a restore makes, and nothing else.
    private func removeLeftovers() throws {
        // Through the folder itself, never through a link that somebody put in its place.
        let descriptor = open(self.work, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw self.failure("look into", self.work)
        }
        defer { close(descriptor) }
        for name in Self.leftovers where unlinkat(descriptor, name, 0) != 0 && errno != ENOENT {
            throw self.failure("remove", "\(self.work)/\(name)")
        }
        if rmdir(self.work) != 0, errno != ENOENT { throw self.failure("remove", self.work) }
    }

    /// Again when somebody still wrote there.
    private func giveUp() {
        for _ in 0..<5 where access(self.work, F_OK) == 0 { try? self.removeLeftovers() }
    }

    private func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw self.failure("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw self.failure("sync", folder) }
    }

    private func failure(_ act: String, _ path: String) -> StartFailure {
        .init(.cannotCreate, "cannot \(act) \(path): \(String(cString: strerror(errno)))")
    }
}

extension BackupManifest.Log {
    /// The name that the log had, which a restore leaves as it was.
    fileprivate var origin: String? { self.checkpoint.flatMap { try? Checkpoint(text: $0.text).origin } }
}
