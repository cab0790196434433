import Auditing
import Foundation
import KeyManagement
import Keys
import Logging
import Storage
import TestKit
import Testing

@testable import GatehouseServer

/// A store in memory against an anchor file.
@Suite struct AnchorCheckTests {
    private final class Ground {
        let world: ManagementWorld
        let folder: String
        let file: AnchorFile

        init() async throws {
            self.world = try await ManagementWorld()
            self.folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
            self.file = try AnchorFile(path: self.folder + "/anchor", dataFolder: self.folder + "/data")
            _ = try await self.world.makeEnvironment()
        }

        deinit { try? FileManager.default.removeItem(atPath: self.folder) }

        func found() async throws -> [AnchorContradiction] {
            try await AnchorCheck(
                store: self.world.store, file: self.file, contacts: [],
                board: .init(file: self.file.path, witnesses: []),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ).contradictions()
        }

        func note() async throws -> SignedNote {
            try #require(try await self.world.store.read { try $0.auditCheckpoint() })
        }
    }

    @Test func `what the anchor knows and what grew from it may start`() async throws {
        let ground = try await Ground()
        #expect(try await ground.found().isEmpty, "there is no file yet")
        try ground.file.write(await ground.note())
        #expect(try await ground.found().isEmpty)
        for name in ["a", "b", "c"] { _ = try await ground.world.perform(CreateProject(name: name)) }
        #expect(try await ground.found().isEmpty)
    }

    @Test func `a store that is older, or empty, contradicts`() async throws {
        let ground = try await Ground()
        let other = try await Ground()
        for name in ["a", "b"] { _ = try await other.world.perform(CreateProject(name: name)) }
        try ground.file.write(await other.note())
        let found = try #require(try await ground.found().first)
        #expect(found.isOlder && found.known.anchor == "file" && found.known.size == found.head.size + 2)
        var log = try GrowingLog()
        log.grow(to: 1)
        try ground.file.write(log.note())
        let changed = try #require(try await ground.found().first)
        #expect(!changed.isOlder && changed.known.size == 1)
        let empty = try InMemoryStore(signer: .fixed(), publish: { _ in })
        let check = AnchorCheck(
            store: empty, file: ground.file, contacts: [], board: .init(file: nil, witnesses: []),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(try await check.contradictions().first?.head.size == 0)
    }

    @Test func `what was accepted on record is no contradiction any more, anything else is`() async throws {
        let ground = try await Ground()
        var tokens: [[UInt8]] = []
        for name in ["ada", "bob"] {
            let made = try await ground.world.perform(CreateOperator(name: name, level: .admin))
            tokens.append(try #require(made.token).copy)
        }
        var log = try GrowingLog()
        log.grow(to: 90)
        try ground.file.write(log.note())
        let found = try await ground.found()
        #expect(found.count == 1)
        _ = try await ground.world.plane.acceptRollback(found, tokens: tokens)
        #expect(try await ground.found().isEmpty)
        log.grow(to: 91)
        try ground.file.write(log.note())
        #expect(try await ground.found().count == 1)
    }
}
