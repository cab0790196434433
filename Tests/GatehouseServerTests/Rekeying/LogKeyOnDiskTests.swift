import AuditVerifier
import Auditing
import Cryptography
import Foundation
import KeyManagement
import Keys
import Logging
import NIOPosix
import SQLiteStorage
import Storage
import TestKit
import Testing

@testable import GatehouseServer

/// The rotation of the key that signs the audit log, over a real store and its published folder.
@Suite struct LogKeyOnDiskTests {
    private func head(_ world: SQLiteWorld) async throws -> SignedNote {
        try #require(try await world.store.read { try $0.auditCheckpoint() })
    }

    @Test func `a restart after any step loses nothing, and the old key leads to the new one`() async throws {
        let world = try await SQLiteWorld()
        let project = try await world.world.perform(CreateProject(name: "p")).id
        try await world.act(as: 1, in: project)
        let old = world.store.logKey
        let id = try await world.world.perform(StartRekeying(.logKey, graceSeconds: 100)).id
        var phases: [RekeyingPhase] = [.prepared]
        for _ in 0..<50 where phases.last != .finished {
            try await world.restart()
            phases.append(try await world.world.plane.advance(id, steps: 1, by: .system).phase)
            try await world.act(as: phases.count, in: project)
            let note = try await self.head(world)
            #expect((try? note.verified(by: [world.store.logKey])) != nil)
            if phases.last == .moving { #expect((try? note.verified(by: [old])) != nil) }
            #expect(try await self.verify(world, with: old) == nil, "\(phases)")
            world.advance(seconds: 40)
        }
        #expect(Set(phases) == Set(RekeyingPhase.allCases))
        try await world.restart()
        #expect(world.store.logKey.key != old.key && world.store.logKey.name == old.name)
        #expect((try? await self.head(world).verified(by: [old])) == nil)
        #expect(try await self.verify(world, with: old) == nil)
        #expect(try await self.verify(world, with: world.store.logKey) == nil)
        await world.store.close()
    }

    /// What is wrong with the published folder for somebody with that key.
    private func verify(_ world: SQLiteWorld, with key: NoteVerifierKey) async throws -> LogFinding? {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let folder = LogFolder(path: world.published)
        let publication = LogPublication(
            store: world.store, folder: folder, standing: .init(monotonic: { 0 }), pool: pool,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        while try await publication.round() {}
        try await pool.shutdownGracefully()
        let trust = try Trust(log: TrustedKey(key.description))
        switch try await LogCheck(.init(world.published), trust: trust).run() {
        case .good: return nil
        case .bad(let finding): return finding
        }
    }

    @Test func `the old key's seed is gone from the store, and older code does not open it any more`() async throws {
        let world = try await SQLiteWorld()
        try await world.world.perform(CreateProject(name: "p"))
        let before = try await world.store.read { try $0.logKeys() }
        let id = try await world.world.perform(StartRekeying(.logKey, graceSeconds: 0)).id
        try await world.world.plane.advance(id, steps: 10, by: .system)
        let keys = try await world.store.read { try $0.logKeys() }
        #expect(keys.map(\.state) == [.destroyed, .signing] && keys[0].envelope.isEmpty)
        await world.store.close()
        let database = try Data(contentsOf: URL(fileURLWithPath: world.database))
        #expect(database.range(of: Data(before[0].envelope)) == nil)
        try await world.restart()
        try await world.world.perform(CreateProject(name: "q"))
        await world.store.close()
    }
}
