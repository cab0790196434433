import Backups
import Cryptography
import Foundation
import Glibc

/// A backup in a file, read from front to back, once.
struct BackupFile: ~Copyable {
    let path: String
    let header: BackupHeader
    /// Bytes of the file; 0 where that cannot be known.
    let length: UInt64
    private let descriptor: Int32
    private static let kinds = [PassphraseProvider.kind, KeyFileProvider.kind, CredentialProvider.kind]

    /// Opens the file and reads its header; `-` is standard input.
    init(_ path: String) throws {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StartFailure(.rootKey, "\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        let header: BackupHeader
        do {
            let prefix = try Self.read(descriptor, path, BackupHeader.prefixLength)
            let body = try Self.read(descriptor, path, BackupHeader.bodyLength(after: prefix))
            header = try BackupHeader(prefix: prefix, body: body)
            guard header.slots.allSatisfy({ Self.kinds.contains($0.kind) }) else {
                throw Self.damagedHeader("the backup's header names slots of a kind that there is not")
            }
        } catch {
            close(descriptor)
            throw error
        }
        self.header = header
        var status = stat()
        self.length = fstat(descriptor, &status) == 0 ? UInt64(clamping: status.st_size) : 0
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }

    /// The root key that it was made under, out of one of its slots, or of that one.
    ///
    /// - Throws: `StartFailure` when nothing opens it, `BackupFault` when a slot cannot be what was once written.
    func rootKey(_ keys: KeysAtHand, only slot: UInt8?) async throws -> RootKey {
        do throws(StartFailure) {
            return try await keys.rootKey(of: self.header.slots, checkValue: self.header.checkValue, only: slot)
        } catch {
            guard error.code == .database else { throw error }
            throw Self.damagedHeader("the slots in the backup's header are damaged")
        }
    }

    private static func damagedHeader(_ message: String) -> BackupFault {
        .init(.damaged, at: UInt64(BackupHeader.prefixLength), message)
    }

    /// Writes the database in it to a new file, and syncs that. `progress` is told how many bytes were read. Throws
    /// `BackupFault` and `StartFailure`.
    func extract(
        to target: borrowing NewFile, rootKey: RootKey, progress: (UInt64) throws -> Void
    ) throws -> BackupManifest {
        var opener = try BackupOpener(
            header: self.header,
            streamHeader: Self.read(self.descriptor, self.path, BackupOpener.streamHeaderLength), rootKey: rootKey)
        var done: UInt64 = 0
        while true {
            let piece = try Self.read(self.descriptor, self.path, 4 * BackupOpener.pieceLength)
            guard !piece.isEmpty else { break }
            try target.write(opener.append(piece.span))
            done += UInt64(piece.count)
            try progress(done)
        }
        let last = try opener.finish()
        try target.write(last.rest)
        try target.sync()
        return last.manifest
    }

    /// So many bytes, or what there is before the end.
    private static func read(_ descriptor: Int32, _ path: String, _ count: Int) throws -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            while initialized < count {
                let taken = Glibc.read(descriptor, target.baseAddress?.advanced(by: initialized), count - initialized)
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { failure = errno }
                guard taken > 0 else { break }
                initialized += taken
            }
        }
        guard failure == 0 else {
            throw StartFailure(.database, "\(path) cannot be read: \(String(cString: strerror(failure)))")
        }
        return bytes
    }
}
