import Auditing
import ConfigurationReading
import Cryptography
import Foundation
import Glibc
import KeyManagement
import Keys
import Logging
import SQLiteStorage
import Storage
import Synchronization
import TestKit
import Testing

@testable import GatehouseServer

/// What is shipped between two backups, and the store put back from it on an empty host.
@Suite struct SegmentShippingTests {
    private final class Bench {
        let disk: SQLiteWorld
        let clock = ManualClock()
        let shipping: SegmentShipping
        let project: Project

        var folder: String { self.disk.folder + "/segments" }

        init(answersWaitMs: Int = 0) async throws {
            let disk = try await SQLiteWorld()
            self.disk = disk
            mkdir(disk.folder + "/segments", 0o700)
            var settings = BackupSettings(folder: disk.folder + "/backups")
            var segments = SegmentSettings(folder: disk.folder + "/segments")
            segments.answersWaitMs = answersWaitMs
            settings.segments = segments
            self.shipping = SegmentShipping(
                settings, segments, store: disk.store, time: self.clock.source,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            self.project = try await disk.world.plane.perform(CreateProject(name: "shop"), by: .system).value
        }

        func act(_ number: Int) async throws { try await self.disk.act(as: number, in: self.project.id) }

        var files: [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: self.folder)) ?? []).sorted()
        }
        var base: String { self.folder + "/" + (self.files.last { $0.hasSuffix(".base") } ?? "") }
        var segments: [String] { self.files.filter { $0.hasSuffix(".segment") }.map { self.folder + "/" + $0 } }

        func entries() async throws -> [[UInt8]] { try await Self.entries(self.disk.store) }

        private static func entries(_ store: SQLiteStore) async throws -> [[UInt8]] {
            try await store.read { reader in
                try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 10_000).map(\.leaf)
            }
        }

        /// The entries of the audit log after a restore, without the one that tells of it.
        func restored(_ target: SegmentReplay.Target = .end, stopsAtDamage: Bool = false) async throws -> [[UInt8]] {
            let folder = self.disk.folder + "/restored-\(UInt64.random(in: 0...UInt64.max))"
            let restoration = Restoration(
                folder: folder,
                replay: .init(folder: self.folder, target: target, stopsAtDamage: stopsAtDamage)
            ) { _ in }
            let report = try await restoration.restore(
                self.base, keys: KeysAtHand(file: self.disk.folder + "/root.key"), slot: nil)
            #expect(report.isGood, "\(report.store.findings)")
            let store = try await SQLiteStore.open(
                folder: folder, provider: self.disk.provider, reserveSize: 1 << 16, publish: { _ in },
                onPoison: { _ in })
            let entries = try await Self.entries(store)
            await store.close()
            return Array(entries.dropLast())
        }

        func refusal(_ target: SegmentReplay.Target = .end) async -> String? {
            do {
                _ = try await self.restored(target)
                return nil
            } catch {
                return StartFailure(error).message
            }
        }
    }

    @Test func `an empty host is what was shipped last, and any moment before it`() async throws {
        let bench = try await Bench()
        try await bench.act(0)
        await bench.shipping.begin()
        let first = try await bench.entries().count
        var moments: [(WallTime, [[UInt8]])] = []
        for number in 1...6 {
            bench.clock.advance(seconds: 10)
            try await bench.act(number)
            moments.append((bench.clock.now, try await bench.entries()))
            if number % 2 == 0 { await bench.shipping.ship() }
        }
        #expect(bench.segments.count == 3)
        #expect(try await bench.restored() == moments.last?.1)
        for (time, entries) in moments {
            #expect(try await bench.restored(.time(time.adding(seconds: 5))) == entries)
            #expect(try await bench.restored(.entry(UInt64(entries.count - 1))) == entries)
        }
        #expect(try await bench.restored(.entry(UInt64(first - 1))).count == first)
        #expect(await bench.refusal(.entry(10_000))?.contains("before entry 10000") == true)
        #expect(await bench.refusal(.entry(0))?.contains("take an earlier one") == true)
        #expect(await bench.refusal(.time(ManualClock.start.adding(seconds: -5)))?.contains("take an earlier") == true)
    }

    @Test
    func `a segment that is missing, changed, cut, moved or foreign is refused by name, unless asked to stop there`()
        async throws
    {
        let bench = try await Bench()
        await bench.shipping.begin()
        var lengths: [Int] = []
        for number in 1...4 {
            try await bench.act(number)
            await bench.shipping.ship()
            lengths.append(try await bench.entries().count)
        }
        let files = bench.segments
        let whole = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        let second = URL(fileURLWithPath: files[1])
        var flipped = whole[1]
        flipped[flipped.count / 2] ^= 4
        let damages: [Data?] = [nil, flipped, whole[1].dropLast(40), whole[2], whole[0], Data("else".utf8)]
        for damage in damages {
            try FileManager.default.removeItem(at: second)
            if let damage { try damage.write(to: second) }
            chmod(files[1], 0o600)
            #expect(await bench.refusal()?.contains("-00000002.segment") == true)
            #expect(try await bench.restored(stopsAtDamage: true).count == lengths[0])
            if damage == nil { try Data().write(to: second) }
        }
        try whole[1].write(to: second)
        chmod(files[1], 0o600)
        #expect(try await bench.restored().count == lengths[3])
    }

    @Test func `while the folder is gone what is committed waits, and is shipped when it is back`() async throws {
        let bench = try await Bench()
        await bench.shipping.begin()
        try FileManager.default.moveItem(atPath: bench.folder, toPath: bench.folder + "-away")
        for number in 1...3 {
            try await bench.act(number)
            await bench.shipping.ship()
        }
        #expect(bench.shipping.standing.report.failure != nil && bench.shipping.standing.report.failures == 3)
        try FileManager.default.moveItem(atPath: bench.folder + "-away", toPath: bench.folder)
        await bench.shipping.ship()
        #expect(bench.shipping.standing.report.failure == nil)
        #expect(try await bench.restored() == bench.entries())
    }

    @Test func `an answer that waits goes out when its segment is written, or when none can be`() async throws {
        let bench = try await Bench(answersWaitMs: 60_000)
        await bench.shipping.begin()
        await bench.shipping.ship()
        let entries = try await bench.entries().count
        let early = bench.shipping.standing.report.unshippedAnswers
        let plane = bench.disk.world.plane
        let answered = Mutex(false)
        async let act: Void = {
            try await plane.perform(CreateProject(name: "first"), by: .system)
            answered.withLock { $0 = true }
        }()
        while try await bench.entries().count == entries { await Task.yield() }
        #expect(!answered.withLock { $0 }, "the act is in force, and its answer waits")
        await bench.shipping.ship()
        try await act
        #expect(bench.segments.count == 1 && bench.shipping.standing.report.unshippedAnswers == early)

        try FileManager.default.moveItem(atPath: bench.folder, toPath: bench.folder + "-away")
        async let other = plane.perform(CreateProject(name: "second"), by: .system)
        while try await bench.entries().count == entries + 1 { await Task.yield() }
        while bench.shipping.standing.report.unshippedAnswers == early { await bench.shipping.ship() }
        _ = try await other
        try await bench.act(3)
        #expect(bench.shipping.standing.report.unshippedAnswers == early + 2, "nobody waits while nothing is shipped")
    }

    @Test func `a chain under another root key ends, and the next begins with all there is`() async throws {
        let bench = try await Bench()
        await bench.shipping.begin()
        try await bench.act(1)
        await bench.shipping.ship()
        let exchange = RootKeyExchange(providers: [bench.disk.provider], randomBytes: SecureRandom.system)
        _ = try await bench.disk.world.plane.replaceRootKey(by: ManagementWorld.root) { rootKey, slots in
            try await exchange.slots(for: rootKey, replacing: slots)
        }
        try await bench.act(2)
        await bench.shipping.ship()
        #expect(bench.segments.count == 1, "what the chain's own key does not open is not in it")
        bench.clock.advance(seconds: 2)
        await bench.shipping.begin()
        try await bench.act(3)
        await bench.shipping.ship()
        #expect(try await bench.restored() == bench.entries())
    }

    @Test func `a new chain begins with all there is, and old ones go`() async throws {
        let bench = try await Bench()
        for number in 1...3 {
            await bench.shipping.begin()
            try await bench.act(number)
            await bench.shipping.ship()
            bench.clock.advance(seconds: 2)
        }
        #expect(bench.files.filter { $0.hasSuffix(".base") }.count == 3)
        #expect(try await bench.restored() == bench.entries())
    }

    @Test func `what is not ours stays, and so does the chain that goes on`() async throws {
        let bench = try await Bench()
        let later = "gatehouse-20991201T000000Z-\(String(repeating: "f", count: 32)).base"
        let others = ["2026-payroll.sql", "gatehouse-2026.base", "gatehouse-.base"]
        for name in others + [later] { try Data().write(to: URL(fileURLWithPath: "\(bench.folder)/\(name)")) }
        for number in 1...9 {
            await bench.shipping.begin()
            await bench.shipping.ship()
            if number == 9 { try await bench.act(1) }
            await bench.shipping.ship()
            bench.clock.advance(seconds: 2)
        }
        #expect(Set(bench.files).isSuperset(of: others))
        #expect(!bench.files.contains(later), "what began in a time that was taken back goes first")
        #expect(bench.segments.count == 1)
        let chain = try #require(bench.segments.first?.split(separator: "/").last?.prefix(32))
        #expect(bench.files.contains { $0.hasSuffix("\(chain).base") }, "its beginning is there")
        #expect(bench.files.filter { $0.hasSuffix(".base") }.count < 9 + 3, "those that nothing follows on go")
    }

    @Test func `chains with segments are kept for as long as backups would be`() async throws {
        let bench = try await Bench()
        for number in 1...9 {
            await bench.shipping.begin()
            try await bench.act(number)
            await bench.shipping.ship()
            bench.clock.advance(seconds: 2)
        }
        #expect(bench.files.filter { $0.hasSuffix(".base") }.count == 9, "however often the server starts")
        bench.clock.advance(seconds: 8 * 86_400)
        await bench.shipping.begin()
        try await bench.act(10)
        await bench.shipping.ship()
        #expect(bench.files.filter { $0.hasSuffix(".base") }.count == 7)
    }

    @Test func `an earlier chain is not taken for the end`() async throws {
        let bench = try await Bench()
        await bench.shipping.begin()
        try await bench.act(1)
        await bench.shipping.ship()
        let first = bench.base
        bench.clock.advance(seconds: 60)
        await bench.shipping.begin()
        try await bench.act(2)
        await bench.shipping.ship()
        let report: (SegmentReplay.Target) async -> String? = { target in
            let restoration = Restoration(
                folder: bench.disk.folder + "/restored-\(UInt64.random(in: 0...UInt64.max))",
                replay: .init(folder: bench.folder, target: target)
            ) { _ in }
            do {
                let keys = KeysAtHand(file: bench.disk.folder + "/root.key")
                return try await restoration.restore(first, keys: keys, slot: nil).isGood ? nil : "bad"
            } catch {
                return StartFailure(error).message
            }
        }
        #expect(await report(.end)?.contains("a later chain begins with gatehouse-") == true)
        #expect(await report(.time(bench.clock.now))?.contains("a later chain") == true)
        #expect(await report(.time(bench.clock.now.adding(seconds: -30))) == nil)
    }

    @Test func `a chain whose beginning or last segment is taken away ends`() async throws {
        let bench = try await Bench()
        await bench.shipping.begin()
        try await bench.act(1)
        await bench.shipping.ship()
        try FileManager.default.removeItem(atPath: bench.segments[0])
        try await bench.act(2)
        await bench.shipping.ship()
        #expect(bench.shipping.standing.report.failure?.contains("is gone; another begins") == true)
        #expect(bench.segments.isEmpty)
        bench.clock.advance(seconds: 2)
        await bench.shipping.begin()
        await bench.shipping.ship()
        #expect(try await bench.restored() == bench.entries())
    }

    @Test func `while answers wait, a root key is replaced, and the chain ends before it`() async throws {
        let bench = try await Bench(answersWaitMs: 60_000)
        await bench.shipping.begin()
        await bench.shipping.ship()
        let plane = bench.disk.world.plane
        async let act = plane.perform(CreateProject(name: "first"), by: .system)
        while bench.segments.isEmpty { await bench.shipping.ship() }
        _ = try await act
        let before = try await bench.entries()
        let exchange = RootKeyExchange(providers: [bench.disk.provider], randomBytes: SecureRandom.system)
        async let replaced = plane.replaceRootKey(by: ManagementWorld.root) { rootKey, slots in
            try await exchange.slots(for: rootKey, replacing: slots)
        }
        // Nobody looks at the chain but `ship`, which ends it as soon as another root key is committed.
        let shipping = bench.shipping
        let loop = Task { while !Task.isCancelled { await shipping.ship() } }
        _ = try await replaced
        loop.cancel()
        await loop.value
        #expect(try await bench.entries().starts(with: before))
        bench.clock.advance(seconds: 2)
        await bench.shipping.begin()
        await bench.shipping.ship()
        #expect(try await bench.restored() == bench.entries())
    }
}
