package import Auditing
package import Cryptography
import Synchronization

/// A store that lives and dies with the process: for tests and simulation, with the transactions a real one has.
///
/// Writes wait in a bounded queue. Whoever finds nobody at work takes all that wait as one group: runs each in a
/// savepoint, commits, publishes, answers, and looks again. With one task at a time everything therefore happens in
/// place, which is what lets a simulation repeat byte for byte.
package final class InMemoryStore: Store {
    /// Most writes that wait.
    package static let mostWaiting = 4096

    /// Where a fault may be injected.
    package enum FaultPoint: Sendable, Hashable, CaseIterable {
        /// What the group did is lost.
        case beforeCommit
        /// What the group did is durable, but nobody hears of it: the process dies here.
        case beforePublication
    }

    /// What survives the process.
    package struct Image: Sendable {
        let tables: MemoryTables
        let details: DetailSealing

        /// An empty store's.
        package init(
            keys: StoreKeys = StoreKeys(randomBytes: SecureRandom.system),
            randomBytes: @escaping RandomBytes = SecureRandom.system
        ) {
            self.tables = .init()
            self.details = DetailSealing(keys: keys, randomBytes: randomBytes)
        }

        /// What the next process makes of it, with the keys it opened.
        package func opened(with keys: StoreKeys, randomBytes: @escaping RandomBytes) -> Self {
            .init(self.tables, DetailSealing(keys: keys, randomBytes: randomBytes))
        }

        init(_ tables: MemoryTables, _ details: DetailSealing) {
            self.tables = tables
            self.details = details
        }
    }

    private let origin: String
    private let publish: PublishHook
    private let fault: @Sendable (FaultPoint) -> StorageError?
    private let details: DetailSealing
    /// The keys that signed last, opened.
    private let signing = Mutex<(rows: [LogKey], signer: CheckpointSigner)?>(nil)
    private let queue: Mutex<Queue>
    private let committed: Mutex<MemoryTables>

    /// - Parameters:
    ///   - image: What an earlier store left.
    ///   - signer: Signs the heads of the audit log. A log that has keys of its own already keeps them and has the name
    ///     from here.
    ///   - fault: Asked at each point of each commit; an error makes the commit fail there.
    ///   - publish: Receives the changes of each commit before its writes return.
    package init(
        image: Image = .init(), signer: CheckpointSigner,
        fault: @escaping @Sendable (FaultPoint) -> StorageError? = { _ in nil }, publish: @escaping PublishHook
    ) {
        self.origin = signer.origin
        self.publish = publish
        self.fault = fault
        self.details = image.details
        self.queue = .init(.init())
        self.committed = .init(Self.tables(of: image, signer))
    }

    /// The tables with the log's first key among them.
    private static func tables(of image: Image, _ signer: CheckpointSigner) -> MemoryTables {
        var tables = image.tables
        guard tables.logKeys.isEmpty else { return tables }
        tables.logKeys[1] = try? image.details.sealed(signer.newest.key, number: 1)
        return tables
    }

    /// What a crash now would leave.
    package var image: Image { .init(self.committed.withLock { $0 }, self.details) }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReading) throws -> Value
    ) async throws -> Value {
        try self.queue.withLock { queue throws(StorageError) in
            guard !queue.isClosed else { throw Self.closed }
        }
        return try self.committed.withLock { tables in try body(MemoryTransaction(tables, self.details)) }
    }

    package func commit<Value: Sendable>(
        _ priority: WritePriority, _ body: @escaping @Sendable (any StoreWriting) throws -> Value
    ) async throws -> Committed<Value> {
        let written: WrittenValue<Value> = try await withCheckedThrowingContinuation { continuation in
            self.enqueue(
                .init(priority: priority) { transaction in
                    let first = transaction.tables.chain.nextSequence
                    let result = Result { try transaction.savepoint(body) }
                    let entries = first..<transaction.tables.chain.nextSequence
                    return { group in
                        continuation.resume(
                            with: Result { .init(value: try result.get(), entries: entries, tree: try group.get()) })
                    }
                })
        }
        return await self.proven(written)
    }

    package func close() async {
        self.queue.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            self.enqueue(.init(priority: .ordinary, isLast: true) { _ in { _ in continuation.resume() } })
        }
    }

    private func enqueue(_ operation: Operation) {
        let decision = self.queue.withLock { $0.admit(operation) }
        switch decision {
        case .refuse(let failure): operation.run(MemoryTransaction(.init(), self.details))(.failure(failure))
        case .wait: break
        case .lead: self.lead()
        }
    }

    /// Commits groups until nothing waits.
    private func lead() {
        while let group = self.queue.withLock({ $0.nextGroup() }) {
            let (answers, changes, outcome) = self.commit(group)
            if case .success = outcome, !changes.isEmpty { self.publish(changes) }
            for answer in answers { answer(outcome) }
        }
    }

    private func commit(_ group: [Operation]) -> ([Answer], [StoreChange], GroupOutcome) {
        self.committed.withLock { tables in
            var working = MemoryTables()
            swap(&working, &tables)
            let transaction = MemoryTransaction(working, self.details)
            let size = working.chain.nextSequence
            working = .init()
            let answers = group.map { $0.run(transaction) }
            var outcome = GroupOutcome { () throws(StorageError) in try self.sign(transaction, since: size) }
            if case .failure = outcome { transaction.rollBack() }
            swap(&tables, &transaction.tables)
            if case .success = outcome, let died = self.fault(.beforePublication) { outcome = .failure(died) }
            return (answers, transaction.changes, outcome)
        }
    }

    /// Signs the head of the log when the group appended entries, as the last part of its transaction.
    private func sign(
        _ transaction: MemoryTransaction, since size: UInt64
    ) throws(StorageError) -> SignedTree? {
        if let failure = self.fault(.beforeCommit) { throw failure }
        guard transaction.tables.chain.nextSequence > size else { return nil }
        do {
            let signed = try self.signer(transaction.logKeys()).sign(transaction.tables.chain.tree)
            transaction.tables.checkpoint = signed.checkpoint
            return signed
        } catch {
            throw .init(.unexpected, "the checkpoint was not signed: \(error)")
        }
    }

    private func signer(_ rows: [LogKey]) throws -> CheckpointSigner {
        try self.signing.withLock { held in
            if let held, held.rows == rows { return held.signer }
            let signer = try self.details.signer(of: rows, origin: self.origin)
            held = (rows, signer)
            return signer
        }
    }

    fileprivate static let closed = StorageError(.closed, "the store is closed")
}

/// How a commit went: its tree, when a write of it appended an entry.
private typealias GroupOutcome = Result<SignedTree?, StorageError>

/// Tells the caller of a write how it went: with the group's failure, or with what its own closure came to.
private typealias Answer = (GroupOutcome) -> Void

/// A write that waits.
private struct Operation: Sendable {
    let priority: WritePriority
    var isLast = false
    /// Runs the write's closure and keeps its result for the answer.
    let run: @Sendable (MemoryTransaction) -> Answer
}

/// The writes that wait, and whether someone is at work on them.
private struct Queue {
    enum Admission {
        case lead, wait
        case refuse(StorageError)
    }

    var isClosed = false
    private var waiting: [Operation] = []
    private var hasLeader = false

    mutating func admit(_ operation: Operation) -> Admission {
        guard !self.isClosed || operation.isLast else { return .refuse(InMemoryStore.closed) }
        // Revocations are taken beyond the bound, but not without end.
        let bound = InMemoryStore.mostWaiting * (operation.priority == .revocation ? 2 : 1)
        guard self.waiting.count < bound || operation.isLast else {
            return .refuse(.init(.overloaded, "too many writes are waiting"))
        }
        self.waiting.append(operation)
        guard !self.hasLeader else { return .wait }
        self.hasLeader = true
        return .lead
    }

    /// All that wait, revocations first, otherwise in the order they came; `nil` ends the leader's work.
    mutating func nextGroup() -> [Operation]? {
        guard !self.waiting.isEmpty else {
            self.hasLeader = false
            return nil
        }
        defer { self.waiting = [] }
        return self.waiting.filter { $0.priority == .revocation } + self.waiting.filter { $0.priority != .revocation }
    }
}
