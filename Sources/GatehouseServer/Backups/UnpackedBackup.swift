import Backups
import Cryptography
import Foundation
import KeyManagement
import Keys
import SQLiteStorage
import Storage

/// A backup unpacked into a folder of its own, opened and read.
struct UnpackedBackup: Sendable {
    /// What the unpacked store needs of a reserve, which is not put in place with it.
    private static let reserveSize = 4096

    let rootKey: RootKey
    /// `nil` when there is nothing to open.
    let locked: LockedStore?
    let report: BackupReport

    /// Unpacks into a folder that is there and empty, and examines the store in it. What is wrong with the backup stands
    /// in the report.
    ///
    /// - Throws: `StartFailure` when no slot opens or the folder cannot be written, `CancellationError` when it is to stop.
    static func unpack(
        _ file: consuming BackupFile, into folder: String, rootKey: RootKey, replay: SegmentReplay? = nil,
        stop: StopMark = .init(), progress: @escaping (String) -> Void
    ) throws -> UnpackedBackup {
        var report = BackupReport()
        let length = max(file.length, 1)
        var told: UInt64 = 0
        do {
            let manifest = try file.extract(to: NewFile("\(folder)/gatehouse.db"), rootKey: rootKey) { done in
                try stop.check()
                guard done * 10 / length > told else { return }
                told = done * 10 / length
                progress("\(min(told, 10) * 10) % read")
            }
            let path = "\(folder)/gatehouse.db"
            let reached = try replay?.apply(after: manifest, to: path, rootKey: rootKey)
            let locked = try LockedStore(folder: folder, reserveSize: Self.reserveSize)
            progress("examining \(manifest.log.size) audit entries and everything else")
            do {
                report = try Self.examined(locked, manifest, reached, rootKey, stop)
                try stop.check()
            } catch {
                locked.close()
                throw error
            }
            return .init(rootKey: rootKey, locked: locked, report: report)
        } catch {
            try Self.note(error, in: &report)
        }
        return .init(rootKey: rootKey, locked: nil, report: report)
    }

    /// What is wrong with the backup goes into the report; everything else is thrown.
    private static func note(_ error: any Error, in report: inout BackupReport) throws {
        if let fault = error as? BackupFault, fault.code != .wrongRootKey {
            report.examination.add("byte \(fault.offset)", fault.message)
        } else if let error = error as? StorageError, error.code == .damaged || error.code == .foreign {
            report.examination.add("database", error.message)
        } else {
            throw error
        }
    }

    private static func examined(
        _ locked: LockedStore, _ manifest: BackupManifest, _ reached: SegmentReplay.Reached?, _ rootKey: RootKey,
        _ stop: StopMark
    ) throws -> BackupReport {
        var report = BackupReport()
        report.examination = try locked.examine(
            with: rootKey, isStopped: { stop.isSet }, opening: StoreExamining.openPepper)
        report.manifest = manifest
        report.reached = reached
        if let reached {
            // Their root is held against the checkpoint that the last commit signed.
            guard report.examination.entries != reached.entries else { return report }
            report.examination.add("segments", "the audit log is not as long as the last commit tells")
        } else if let contradiction = manifest.log.contradiction(report.examination) {
            report.examination.add("manifest", contradiction)
        }
        return report
    }
}

extension BackupManifest.Log {
    /// What is wrong with the replayed audit log when it should be this one.
    fileprivate func contradiction(_ replayed: ExaminationReport) -> String? {
        guard replayed.entries == self.size, replayed.root == self.root else {
            return "the audit log is not the one that the manifest tells of"
        }
        // A backup from before the log was signed has no checkpoint.
        guard let checkpoint, replayed.checkpoint != checkpoint else { return nil }
        return "the checkpoint of the audit log is not the one that the manifest tells of"
    }
}
