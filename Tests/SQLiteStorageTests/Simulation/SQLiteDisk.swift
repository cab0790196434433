import Cryptography
import Foundation
import GRDB
import Glibc
import Keys
import Storage
import TestKit

@testable import SQLiteStorage

/// The real store in a folder. A crash is an image: the files as they are at that moment, the write-ahead log cut in the
/// middle of the last commit when that was not durable. Every life has a folder of its own.
final class SQLiteDisk: SimulatedDisk {
    private static let database = "/gatehouse.db"
    private static let log = "/gatehouse.db-wal"

    private let root: String
    private let randomBytes: RandomBytes
    private var life = 0
    private var locked: LockedStore
    private var store: SQLiteStore?
    /// The files before the commit that is lost.
    private var durable: CrashImage?

    /// A failed sync takes a process of its own: `make faults` has it.
    var faults: [CommitFault] { [.powerLost, .answerLost, .diskFull] }
    /// The space here is measured in pages, and the reserve is a file.
    var hasReserve: Bool { false }

    private var folder: String { "\(self.root)/life-\(self.life)" }

    init(randomBytes: @escaping RandomBytes) throws {
        // In memory where there is such a place: it is the order of things that counts here, not the disk.
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(place)/gatehouse-simulation-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw StorageError(.denied, "no folder for the simulation") }
        self.root = String(cString: made)
        self.randomBytes = randomBytes
        self.locked = try LockedStore(folder: self.root + "/life-0", reserveSize: 4096, randomBytes: randomBytes)
    }

    deinit {
        self.locked.close()
        try? FileManager.default.removeItem(atPath: self.root)
    }

    func slots() -> (slots: [RootKeySlot], checkValue: Digest256?) { (self.locked.slots, self.locked.checkValue) }

    func create(_ rootKey: RootKey, slots: [RootKeySlot]) throws {
        self.locked = try self.locked.create(rootKey, slots: slots)
    }

    func unlock(with rootKey: RootKey, publish: @escaping PublishHook) throws -> OpenedDisk {
        let store = try self.locked.unlock(with: rootKey, publish: publish, onPoison: { _ in })
        self.store = store
        return .init(store: store, keys: store.keys, logKey: store.logKey)
    }

    func examine(with rootKey: RootKey) throws -> [String] {
        try self.locked.examine(with: rootKey, opening: { _, _ in }).findings.map { "\($0.object): \($0.problem)" }
    }

    func willWrite() {}

    func arm(_ fault: CommitFault, isUrgent: Bool) async throws {
        switch fault {
        case .powerLost: self.durable = self.image()
        case .diskFull: try await self.limitPages(beyond: 0)
        case .answerLost, .syncFailed: break
        }
    }

    func disarm() async throws {
        self.durable = nil
        try await self.limitPages(beyond: 1 << 20)
    }

    func die() async throws {
        let (dead, image) = (
            self.folder, self.durable.map { self.image().torn(after: $0, at: self.randomBytes(1)[0]) } ?? self.image()
        )
        self.durable = nil
        self.life += 1
        try self.write(image)
        await self.store?.close()
        self.store = nil
        try? FileManager.default.removeItem(atPath: dead)
        self.locked = try LockedStore(folder: self.folder, reserveSize: 4096, randomBytes: self.randomBytes)
    }

    func seal() async throws {
        guard let store else { return }
        self.locked = try await store.lock(randomBytes: self.randomBytes)
        self.store = nil
    }

    /// The files of a store that nothing is written to now.
    private func image() -> CrashImage {
        let contents = [Self.database, Self.log].map { name in
            FileManager.default.contents(atPath: self.folder + name).map(Array.init) ?? []
        }
        return .init(database: contents[0], log: contents[1])
    }

    private func write(_ image: CrashImage) throws {
        mkdir(self.folder, 0o700)
        for (name, bytes) in [(Self.database, image.database), (Self.log, image.log)] {
            let isWritten = FileManager.default.createFile(
                atPath: self.folder + name, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
            guard isWritten else { throw StorageError(.denied, "the image cannot be written") }
        }
    }

    /// The database may have as many pages more than it has, and no others.
    private func limitPages(beyond more: Int) async throws {
        try await self.store?.onConnection { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + more)")
        }
    }
}
