import AuditVerifier
import Auditing
import Dispatch
import Foundation
import Keys
import Synchronization

/// A copied log as the verifier reads it: the five entries of the corpus's log, with one of its files exchanged for the
/// input, or changed in one place. The first byte says which. What it takes for good is what was signed.
enum LogFolderTarget {
    private static let key = "log.example/audit+5f02ff6d+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
    private static let checkpoint = """
        log.example/audit
        5
        FH3Ed0eaO2miSx/2Abb8YoT98V/VCr/rDPcOqONyLB0=

        — log.example/audit XwL/bav2CF9n6931BhhpqhFGgRZqNmBqjkAMss1hzHev9GY5KYcJmoeezdmTMoHt91sC6zucPypzFZtD+lFLtlOCYwE=

        """
    private static let leaves = (0..<5).map { Array("{\"seq\":\($0)}".utf8) }
    private static let files: [(path: String, bytes: [UInt8])] = [
        ("tile/0/000.p/5", TileHashes.bytes(of: leaves.map { TreeHash.leaf($0.span) })),
        ("tile/entries/000.p/5", EntryBundle.bytes(of: leaves) ?? []), ("checkpoint", Array(checkpoint.utf8)),
    ]
    /// A folder of this process, in memory where there is such a place; made once.
    private static let folder = Self.makeFolder()

    static func run(_ bytes: [UInt8]) -> Int32 {
        guard bytes.count >= 3 else { return 0 }
        let file = self.files[Int(bytes[0]) % 3]
        var changed = Array(bytes.dropFirst())
        if bytes[0] >= 0x80 {
            changed = file.bytes
            changed[(Int(bytes[1]) << 8 | Int(bytes[2])) % changed.count] ^= 1
        }
        self.write(changed, to: file.path)
        defer { self.write(file.bytes, to: file.path) }
        guard let verdict = self.verdict() else { return 0 }
        switch verdict {
        case .good(let report):
            precondition(report.size == 5, "the log has five entries")
            // More signatures may stand under a checkpoint; nothing else may be different.
            precondition(changed == file.bytes || file.path == "checkpoint", "a changed log was taken for good")
        case .bad(let finding):
            precondition(changed != file.bytes, "a good log was refused")
            precondition(finding.entry.map { $0 <= 5 } ?? true, "the entry named is one of the log")
        }
        return 0
    }

    private static func verdict() -> LogVerdict? {
        guard let key = try? TrustedKey(self.key), let trust = try? Trust(log: key) else {
            preconditionFailure("the key is one")
        }
        let (done, check) = (DispatchSemaphore(value: 0), LogCheck(LogFolder(self.folder), trust: trust))
        let box = VerdictBox()
        Task.detached {
            box.put(try? await check.run())
            done.signal()
        }
        done.wait()
        return box.verdict
    }

    private static func makeFolder() -> String {
        let place = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
        let folder = "\(place)/gatehouse-fuzzing-\(ProcessInfo.processInfo.processIdentifier)"
        for file in self.files {
            let path = "\(folder)/\(file.path)"
            try? FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            precondition(
                FileManager.default.createFile(atPath: path, contents: .init(file.bytes)), "the folder can be made")
        }
        atexit { try? FileManager.default.removeItem(atPath: LogFolderTarget.folder) }
        return folder
    }

    private static func write(_ bytes: [UInt8], to path: String) {
        let isWritten = FileManager.default.createFile(atPath: "\(self.folder)/\(path)", contents: .init(bytes))
        precondition(isWritten, "the folder can be written")
    }
}

/// Hands a verdict to the thread that waits for it.
private final class VerdictBox: Sendable {
    private let kept = Mutex<LogVerdict?>(nil)

    var verdict: LogVerdict? { self.kept.withLock { $0 } }

    func put(_ verdict: LogVerdict?) { self.kept.withLock { $0 = verdict } }
}
