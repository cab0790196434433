import Cryptography
import Foundation
import GRDB
import Glibc
import SQLiteStorage
import Storage
import Synchronization
import Testing

/// A data folder of its own with a key file beside it; removed at the end.
final class StoreFolder: Sendable {
    let root: String
    private let isOurs: Bool
    var path: String { self.root + "/data" }
    var keyFile: String { self.root + "/root.key" }
    var database: String { self.path + "/gatehouse.db" }

    init() throws {
        var template = Array("/tmp/gatehouse-store-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw StorageError(.denied, "no folder for the test") }
        self.root = String(cString: made)
        self.isOurs = true
        try KeyFile.create(self.keyFile, randomBytes: SecureRandom.system)
    }

    /// A folder that a parent process made and removes.
    init(existing root: String) {
        self.root = root
        self.isOurs = false
    }

    deinit {
        if self.isOurs { try? FileManager.default.removeItem(atPath: self.root) }
    }

    func open(
        key: String? = nil, folder: String? = nil, reserveSize: Int = 1 << 16, origin: String? = nil,
        publish: @escaping PublishHook = { _ in }, onPoison: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) async throws -> SQLiteStore {
        try await SQLiteStore.open(
            folder: folder ?? self.path,
            provider: KeyFileProvider(path: key ?? self.keyFile, randomBytes: SecureRandom.system),
            reserveSize: reserveSize, origin: origin, publish: publish, onPoison: onPoison)
    }

    /// The code opening fails with; `nil` when it does not fail.
    func openFailure(key: String? = nil, folder: String? = nil) async -> StorageError? {
        do {
            await (try self.open(key: key, folder: folder)).close()
            return nil
        } catch {
            return error as? StorageError ?? StorageError(.unexpected, "\(error)")
        }
    }

    /// Changes the closed database as someone with an editor would.
    func edit(_ sql: String, _ arguments: StatementArguments = [], in folder: String? = nil) throws {
        let queue = try DatabaseQueue(path: folder.map { $0 + "/gatehouse.db" } ?? self.database)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
        try queue.close()
    }

    /// Leaves the closed database as the release before the tree had it.
    func takeBackToFormatFive() throws {
        try self.edit(
            """
            DROP TABLE schema_steps; DROP TABLE audit_log; DROP TABLE audit_tiles; DROP TABLE audit_checkpoint;
            DROP TABLE audit_log_keys; DROP INDEX audit_details_in_clear; DROP INDEX audit_entries_leak_reports;
            ALTER TABLE audit_export_positions DROP COLUMN mac; DROP TABLE policies;
            PRAGMA user_version = 5
            """)
    }

    /// A number out of the closed database.
    func number(_ sql: String) throws -> Int? {
        let queue = try DatabaseQueue(path: self.database)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: sql) }
    }

    /// Copies what a kill at this moment would leave.
    func image() throws -> String {
        try self.copy(self.path)
    }

    /// Copies the database and its log out of a folder. Any descriptor of ours on an open database would give up
    /// SQLite's lock on it when it is closed, so another process does it.
    func copy(_ folder: String) throws -> String {
        let copy = self.root + "/image-\(UInt64.random(in: 0...UInt64.max))"
        mkdir(copy, 0o700)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cp -p \"$0\"/gatehouse.db* \"$1\"/", folder, copy]
        try process.run()
        process.waitUntilExit()
        return copy
    }
}

/// Collects what tests learn from other threads.
final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { self.elements.withLock { $0 } }

    func append(_ more: some Sequence<Element> & Sendable) { self.elements.withLock { $0 += more } }
}
