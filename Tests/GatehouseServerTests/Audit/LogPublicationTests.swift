import Auditing
import Foundation
import Keys
import Logging
import NIOPosix
import Storage
import TestKit
import Testing

@testable import GatehouseServer

/// The published folder, and what is done to it from outside. Each round stands for a second.
@Suite struct LogPublicationTests {
    /// A store with entries, and a folder to publish it in.
    private final class Bench: Sendable {
        let root: String
        let store: InMemoryStore
        let standing: PublicationStanding
        let clock: ManualClock
        private let pool = NIOThreadPool(numberOfThreads: 1)

        init(image: InMemoryStore.Image = .init(), root: String? = nil) throws {
            self.root = root ?? "\(NSTemporaryDirectory())/gatehouse-log-\(UUID())"
            try FileManager.default.createDirectory(atPath: self.root, withIntermediateDirectories: true)
            self.store = try InMemoryStore(image: image, signer: .fixed(), publish: { _ in })
            let clock = ManualClock()
            self.clock = clock
            self.standing = .init(monotonic: { clock.monotonic })
            self.pool.start()
        }

        var folder: LogFolder { .init(path: self.root + "/audit") }

        func publication(
            cosignatures: @escaping @Sendable (SignedNote) -> [NoteSignature] = { _ in [] }
        ) throws -> LogPublication {
            .init(
                store: self.store, folder: self.folder, standing: self.standing, pool: self.pool,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                cosignatures: cosignatures)
        }

        func append(_ count: Int) async throws {
            try await self.store.write(.ordinary) { store in
                for number in 0..<count { try store.append(Self.draft(number)) }
            }
        }

        private static func draft(_ number: Int) -> AuditDraft {
            .init(
                timestamp: 1_796_083_200_000, tenant: nil, actor: .init(type: "local", id: "local:0"),
                action: .keyIssue, object: .init(type: "key", id: "key_\(number)"))
        }

        /// The folder is a whole log that extends to the store's head.
        func requireWhole() async throws {
            let note = try #require(self.folder.checkpoint())
            let head = try Checkpoint(note, signedBy: CheckpointSigner.fixed().verifierKey)
            let stored = try await self.store.read { try $0.auditCheckpoint() }
            #expect(note.text == stored?.text)
            let edge = try TreeEdge(size: head.size) { place in
                let bytes = try self.read(.tile(place))
                return try #require(TileHashes.hashes(in: bytes))
            }
            #expect(edge?.root == head.root)
            let entries = try await self.store.read {
                try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 100_000)
            }
            var leaves: [[UInt8]] = []
            for number in 0...((head.size - 1) >> 8) {
                let place = try #require(EntriesPlace(number: number, inTreeOf: head.size))
                let bytes = try self.read(.entries(place))
                leaves += try #require(EntryBundle.entries(in: bytes))
            }
            #expect(leaves == entries.map(\.leaf))
        }

        func read(_ file: LogFile) throws -> [UInt8] {
            Array(try Data(contentsOf: URL(fileURLWithPath: self.folder.path(file))))
        }

        func end() async {
            try? await self.pool.shutdownGracefully()
            try? FileManager.default.removeItem(atPath: self.root)
        }
    }

    /// Runs rounds until nothing is left to do.
    private func settle(_ publication: LogPublication) async throws {
        for _ in 0..<200 where try await publication.round() {}
    }

    @Test func `the folder is the log, and grows with it`() async throws {
        let bench = try Bench()
        let publication = try bench.publication()
        #expect(try await publication.round(), "the first entry is awaited")
        #expect(bench.folder.checkpoint() == nil)
        for count in [1, 4, 251, 1, 600, 30] {
            try await bench.append(count)
            try await self.settle(publication)
            try await bench.requireWhole()
        }
        #expect(bench.standing.faults == 0)
        await bench.end()
    }

    @Test func `a start goes on with what an earlier one published`() async throws {
        let bench = try Bench()
        try await bench.append(700)
        try await self.settle(try bench.publication())
        let tile = LogFile.tile(.init(level: 0, number: 0))
        let before = bench.folder.mark(of: tile)
        try await bench.append(100)
        try await self.settle(try bench.publication())
        try await bench.requireWhole()
        #expect(before != nil && bench.folder.mark(of: tile) == before)
        #expect(bench.standing.faults == 0)
        await bench.end()
    }

    @Test(arguments: [
        "rm audit/checkpoint", "rm audit/tile/0/001", "rm audit/tile/entries/000", "rm audit/tile/0/002.p/88",
        "rm -r audit/tile/entries", "rm -r audit/tile/0/002.p", "rm -r audit", "mv audit/tile/0/000 audit/tile/0/old",
        "mv audit audit2", "mv audit/tile audit/tile2", "truncate -s 100 audit/tile/0/000",
        "truncate -s 0 audit/checkpoint",
        "cp audit/tile/0/001 x; mv x audit/tile/0/000", "cp -p audit/tile/0/001 audit/tile/0/000",
        "printf x | dd of=audit/tile/entries/001 conv=notrunc status=none", "ln -sf ../../../x audit/tile/0/000",
        "mv audit/tile/0/000 x; ln -s ../../../x audit/tile/0/000", "mv audit y; ln -s y audit",
        "mv audit/tile/0 y; ln -s ../../y audit/tile/0", "chmod 400 audit/tile/0/001", "chmod 555 audit/tile/0",
        "chmod 500 audit", "rm audit/checkpoint; mkfifo audit/checkpoint", "cp -r audit y; rm -r audit; cp -r y audit",
        "touch -d 2001-01-01 audit/tile/0/000",
    ])
    func `what is done to the folder is noticed in the next round and undone`(command: String) async throws {
        let bench = try Bench()
        try await bench.append(600)
        let publication = try bench.publication()
        try await self.settle(publication)
        bench.clock.advance(seconds: 100)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", command]
        shell.currentDirectoryURL = URL(fileURLWithPath: bench.root)
        try shell.run()
        shell.waitUntilExit()
        #expect(bench.standing.age == 100_000_000_000)
        _ = try await publication.round()
        #expect(bench.standing.faults > 0)
        try await self.settle(publication)
        try await bench.requireWhole()
        #expect(bench.standing.age == 0)
        let faults = bench.standing.faults
        try await self.settle(publication)
        #expect(bench.standing.faults == faults)
        await bench.end()
    }

    @Test func `changes of the time between two starts are found and undone`() async throws {
        let bench = try Bench()
        try await bench.append(600)
        try await self.settle(try bench.publication())
        let path = bench.folder.path(.entries(.init(number: 1)))
        var bytes = try bench.read(.entries(.init(number: 1)))
        bytes[500] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        unlink(bench.folder.path(.tile(.init(level: 0, number: 0))))
        let publication = try bench.publication()
        try await self.settle(publication)
        #expect(bench.standing.faults == 2)
        try await bench.requireWhole()
        await bench.end()
    }

    @Test func `a folder that is further than the store is kept aside`() async throws {
        let bench = try Bench()
        try await bench.append(5)
        let earlier = bench.store.image
        try await bench.append(5)
        try await self.settle(try bench.publication())
        let restored = try Bench(image: earlier, root: bench.root)
        try await restored.append(2)
        try await self.settle(try restored.publication())
        try await restored.requireWhole()
        let aside = LogFolder(path: bench.folder.path + ".ahead-10").checkpoint()
        #expect(aside.flatMap { try? Checkpoint(text: $0.text) }?.size == 10)
        await bench.end()
        await restored.end()
    }

    @Test func `what witnesses sign is published with the checkpoint`() async throws {
        let bench = try Bench()
        try await bench.append(5)
        let witness = try CheckpointSigner.fixed(name: "witness.example")
        let publication = try bench.publication { note in
            guard let head = try? Checkpoint(text: note.text), head.size > 5 else { return [] }
            return (try? witness.sign(.init()).checkpoint.signatures) ?? []
        }
        try await self.settle(publication)
        #expect(bench.folder.checkpoint()?.signatures.count == 1)
        try await bench.append(1)
        try await self.settle(publication)
        #expect(bench.folder.checkpoint()?.signatures.map(\.name) == ["log.example/tests", "witness.example"])
        await bench.end()
    }

    @Test func `a folder that cannot be written ages, and is written when it can be again`() async throws {
        let bench = try Bench()
        try await bench.append(3)
        #expect(FileManager.default.createFile(atPath: bench.root + "/file", contents: nil))
        let folder = LogFolder(path: bench.root + "/file/audit")
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let publication = LogPublication(
            store: bench.store, folder: folder, standing: bench.standing,
            pool: pool, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        bench.clock.advance(seconds: 7)
        await #expect(throws: (any Error).self) { try await publication.round() }
        #expect(bench.standing.age == 7_000_000_000)
        unlink(bench.root + "/file")
        mkdir(bench.root + "/file", 0o700)
        try await self.settle(publication)
        #expect(bench.standing.age == 0 && folder.checkpoint() != nil)
        try await pool.shutdownGracefully()
        await bench.end()
    }
}
