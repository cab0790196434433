import Auditing
import Cryptography
import Foundation
import Glibc
import KeyManagement
import Keys
import SQLiteStorage
import Storage
import Synchronization
import TestKit
import Testing

/// A control plane over a store on disk, opened anew for each life of the process.
final class SQLiteWorld {
    /// Holds `data` and `root.key`.
    let folder: String
    private let clock = ManualClock()
    private let randomness = FixedRandomness(seed: 11)
    private(set) var world: ManagementWorld
    private(set) var store: SQLiteStore

    init() async throws {
        var template = Array("/tmp/gatehouse-rekeying-XXXXXX".utf8CString)
        self.folder = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
        try KeyFile.create(self.folder + "/root.key", randomBytes: SecureRandom.system)
        (self.world, self.store) = try await Self.open(self.folder, self.clock, self.randomness)
    }

    deinit { try? FileManager.default.removeItem(atPath: self.folder) }

    /// Where a test publishes the audit log, and where the store's file is.
    var published: String { self.folder + "/published" }
    var database: String { self.folder + "/data/gatehouse.db" }

    var provider: KeyFileProvider { Self.provider(self.folder) }

    /// Ends this life of the process and begins the next. Nothing but what is on disk goes over.
    func restart() async throws {
        await self.store.close()
        (self.world, self.store) = try await Self.open(self.folder, self.clock, self.randomness)
    }

    func advance(seconds: Int64) { self.clock.advance(seconds: seconds) }

    /// Leaves an entry whose details tell of that local user.
    func act(as number: Int, in project: ProjectID) async throws {
        try await self.world.plane.perform(
            CreateIdentity(projectID: project, category: .service, name: "of-\(number)"),
            by: .init(actor: .local(uid: UInt32(number)), address: IPAddress("192.0.2.\(number % 200)")))
    }

    /// What entries tell of persons, oldest first.
    func details() async throws -> [[UInt8]] {
        try await self.store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: .max).compactMap(\.details?.json)
        }
    }

    private static func provider(_ folder: String) -> KeyFileProvider {
        .init(path: folder + "/root.key", randomBytes: SecureRandom.system)
    }

    private static func open(
        _ folder: String, _ clock: ManualClock, _ randomness: FixedRandomness
    ) async throws -> (ManagementWorld, SQLiteStore) {
        let relay = HookRelay()
        let store = try await SQLiteStore.open(
            folder: folder + "/data", provider: self.provider(folder), reserveSize: 1 << 16,
            publish: { relay.publish($0) }, onPoison: { _ in })
        let world = try await ManagementWorld(
            clock: clock, randomness: randomness, keys: store.keys,
            makeStore: { made in
                relay.connect(made)
                return store
            })
        return (world, store)
    }
}

/// Passes on what a store publishes to a hook that is there later than the store.
private final class HookRelay: Sendable {
    private let hook = Mutex<PublishHook?>(nil)

    func connect(_ hook: @escaping PublishHook) { self.hook.withLock { $0 = hook } }

    func publish(_ changes: [StoreChange]) {
        let hook = self.hook.withLock { $0 }
        hook?(changes)
    }
}
