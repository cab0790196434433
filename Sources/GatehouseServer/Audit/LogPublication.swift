import Auditing
import DurableFiles
import Logging
import NIOPosix
import Storage
import Synchronization

/// Publishes the audit log of a store in a folder, and keeps what is there right: one `round` at a time.
///
/// The log itself is in the store; nothing here can lose an entry. What is deleted, replaced or changed in the folder is
/// logged, counted and written anew.
final class LogPublication: Sendable {
    private struct State {
        var ledger: FolderLedger?
        var published: SignedNote?
    }

    /// Files written, and files of an earlier start compared, in one round.
    private static let mostWritten = 64
    private static let mostCompared = 64
    /// Faults of one round that get a line of their own.
    private static let mostLogged = 8

    private let store: any Store
    private let folder: LogFolder
    private let standing: PublicationStanding
    private let pool: NIOThreadPool
    private let logger: Logger
    /// What others sign under a checkpoint, as far as it is known.
    private let cosignatures: @Sendable (SignedNote) -> [NoteSignature]
    private let state = Mutex(State())

    /// File operations block on the pool.
    init(
        store: any Store, folder: LogFolder, standing: PublicationStanding, pool: NIOThreadPool,
        logger: Logger, cosignatures: @escaping @Sendable (SignedNote) -> [NoteSignature] = { _ in [] }
    ) {
        self.store = store
        self.folder = folder
        self.standing = standing
        self.pool = pool
        self.logger = logger
        self.cosignatures = cosignatures
    }

    /// Looks at the folder and brings it nearer to the log. One caller at a time.
    ///
    /// - Returns: whether to look again at once: there is more to write, or no entry yet.
    func round() async throws -> Bool {
        guard let log = try await self.store.read({ try PublishableLog($0) }) else {
            self.standing.isCurrent()
            return true
        }
        let note = try log.note.adding(self.cosignatures(log.note))
        let state = self.state.withLock { $0 }
        var ledger = if let ledger = state.ledger { ledger } else { try await self.adopted(log) }
        defer { self.state.withLock { $0 = .init(ledger: ledger, published: note) } }
        if note != state.published { try await self.renew(&ledger, log) }
        try await self.inspect(&ledger)
        try await self.write(ledger.missing(atMost: Self.mostWritten), note, &ledger)
        try await self.compare(ledger.unknown(atMost: Self.mostCompared), note, &ledger)
        guard ledger.isCurrent else { return true }
        self.standing.isCurrent()
        return false
    }

    private func renew(_ ledger: inout FolderLedger, _ log: PublishableLog) async throws {
        let outgrown = ledger.renew(to: log.head.size, keys: log.successors)
        try await self.pool.runIfActive { [folder] in
            for file in outgrown { folder.remove(file) }
        }
    }

    private func inspect(_ ledger: inout FolderLedger) async throws {
        let files = ledger.inspected()
        guard !files.isEmpty else { return }
        let faults = try await self.pool.runIfActive { [folder] in UnhurriedWork.run { folder.inspect(files) } }
        for file in faults.compactMap(\.file) { ledger.lose(file) }
        self.report(faults)
    }

    /// The checkpoint is the last, and is written only when everything before it was.
    private func write(_ files: [LogFile], _ note: SignedNote, _ ledger: inout FolderLedger) async throws {
        for file in files {
            let bytes = try await self.bytes(of: file, note)
            let mark = try await self.pool.runIfActive { [folder] in try folder.write(bytes, to: file) }
            ledger.hold(file, mark)
        }
    }

    /// Holds what an earlier start published against the log.
    private func compare(_ files: [LogFile], _ note: SignedNote, _ ledger: inout FolderLedger) async throws {
        var faults: [LogFolder.Fault] = []
        for file in files {
            let bytes = try await self.bytes(of: file, note)
            if let mark = try await self.pool.runIfActive({ [folder] in folder.mark(of: file, holding: bytes) }) {
                ledger.hold(file, mark)
            } else {
                ledger.lose(file)
                faults.append(.init(file: file, message: "\(self.folder.path(file)) is not what the log says"))
            }
        }
        self.report(faults)
    }

    private func bytes(of file: LogFile, _ note: SignedNote) async throws -> [UInt8] {
        guard let bytes = try await self.store.read({ try $0.published(file, under: note) }) else {
            throw StorageError(.damaged, "\(file.path) of the audit log is missing")
        }
        return bytes
    }

    /// What an earlier start published. A folder of another log, or of one that is further than the store's, is moved out
    /// of the way: it may be all that is left of the truth.
    private func adopted(_ log: PublishableLog) async throws -> FolderLedger {
        let found = try await self.pool.runIfActive { [folder] in folder.checkpoint() }
        guard let found else { return .init() }
        let size = (try? Checkpoint(text: found.text))?.size ?? 0
        if let old = try? Checkpoint(found, signedByOneOf: log.keys), try await self.extends(old, log.head) {
            return .init(adopting: old.size)
        }
        self.logger.error(
            "the published audit log is not the beginning of the store's and was moved aside",
            metadata: ["folder": "\(self.folder.path)", "entries": "\(size)"])
        try await self.pool.runIfActive { [folder] in folder.setAside(size: size) }
        return .init()
    }

    /// Whether the store's log goes on from an earlier head.
    private func extends(_ old: Checkpoint, _ new: Checkpoint) async throws -> Bool {
        guard old.size <= new.size else { return false }
        let proof = try await self.store.read { try $0.auditConsistency(from: old.size, to: new.size) }
        return proof?.isValid(oldRoot: old.root, newRoot: new.root) ?? false
    }

    private func report(_ faults: [LogFolder.Fault]) {
        guard !faults.isEmpty else { return }
        // Whoever sees the count finds the lines.
        defer { self.standing.found(faults.count) }
        for fault in faults.prefix(Self.mostLogged) {
            self.logger.error("the published audit log was tampered with", metadata: ["found": "\(fault.message)"])
        }
        guard faults.count > Self.mostLogged else { return }
        self.logger.error(
            "the published audit log was tampered with", metadata: ["more": "\(faults.count - Self.mostLogged)"])
    }
}
