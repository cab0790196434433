import Keys
import Storage
import Synchronization

/// A store under test, what it published, and what the checks have in common.
struct ConformanceBench: Sendable {
    let store: any Store
    let published: PublishedChanges
    let records = RecordFixtures()

    func require(_ holds: Bool, _ promise: @autoclosure () -> String, line: Int = #line) throws {
        guard holds else { throw ConformanceFailure(description: "\(promise()) (line \(line))") }
    }

    /// Writes and expects the store's refusal.
    func refuses(
        _ code: StorageError.Code, _ what: String, _ body: @escaping @Sendable (any StoreWriting) throws -> Void
    ) async throws {
        do {
            try await self.store.write(.ordinary, body)
        } catch let error as StorageError {
            return try self.require(error.code == code, "\(what) is refused as \(code), not as \(error)")
        }
        throw ConformanceFailure(description: "\(what) is refused")
    }

    /// Puts in what keys refer to.
    func insertSurroundings() async throws {
        let records = self.records
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(records.project)
            try transaction.insert(records.environment)
            try transaction.insert(records.identity)
            try transaction.insert(records.role)
        }
    }
}

/// Collects what a store publishes.
final class PublishedChanges: Sendable {
    private let commits = Mutex<[[StoreChange]]>([])

    func append(_ changes: [StoreChange]) { self.commits.withLock { $0.append(changes) } }

    var all: [StoreChange] { self.commits.withLock { $0.flatMap(\.self) } }
}

extension StoreChange {
    /// What changed, to compare by.
    var record: AnyHashable {
        switch self {
        case .project(let record): record
        case .environment(let record): record
        case .pepper(let record): record
        case .identity(let record): record
        case .role(let record): record
        case .policy(let record): record
        case .key(let record): record
        case .operator(let record): record
        case .foreignCredential(let record): record
        }
    }
}
