import AdminAPI
import Auditing
import ConfigurationReading
import Cryptography
import Foundation
import Gateway
import Glibc
import KeyManagement
import Keys
import Logging
import SQLiteStorage
import Storage
import TestKit
import Testing

@testable import GatehouseServer

/// Backups that nobody asks for: made, tried and kept by rounds of a clock that stands still in between.
@Suite struct ScheduledBackupsTests {
    private final class Bench {
        let disk: SQLiteWorld
        let clock = ManualClock()
        let backups: ScheduledBackups
        let configuration: ServerConfiguration

        var folder: String { self.disk.folder + "/backups" }

        init(keep: Int = 3, everySeconds: Int64 = 600, slots: Bool = true) async throws {
            self.disk = try await SQLiteWorld()
            mkdir(self.disk.folder + "/backups", 0o700)
            var settings = BackupSettings(folder: self.disk.folder + "/backups")
            settings.keep = keep
            settings.everySeconds = everySeconds
            var configuration = ServerConfiguration(
                dataFolder: self.disk.folder + "/data", rootKeyFile: slots ? self.disk.folder + "/root.key" : nil,
                gateway: .init())
            configuration.backup = settings
            self.configuration = configuration
            self.backups = Self.service(settings, configuration, self.disk, self.clock)
        }

        private static func service(
            _ settings: BackupSettings, _ configuration: ServerConfiguration, _ disk: SQLiteWorld, _ clock: ManualClock
        ) -> ScheduledBackups {
            ScheduledBackups(
                settings, configuration, store: disk.store, control: disk.world.plane, time: clock.source,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        /// The service of the next start.
        func again() throws -> ScheduledBackups {
            Self.service(try #require(self.configuration.backup), self.configuration, self.disk, self.clock)
        }

        var files: [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: self.folder)) ?? []).sorted()
        }

        /// Actions and reasons of the entries about backups, oldest first.
        func entries() async throws -> [AuditEntry] {
            try await self.disk.store.read { reader in
                try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 1000).map(\.entry)
                    .filter { [.storageBackup, .storageBackupVerify].contains($0.action) }
            }
        }

        func kinds() -> [String] {
            BackupFindings.findings(self.configuration, self.backups.standing.report).map(\.kind)
        }
    }

    @Test func `a backup is made, opened through a slot, read in full, and written down with what was found`()
        async throws
    {
        let bench = try await Bench()
        var schedule = bench.backups.begin()
        #expect(schedule.isDue(at: bench.clock.monotonic))
        await bench.backups.round(&schedule)
        #expect(bench.files == ["gatehouse-20261201T000000Z.backup"])
        let entries = try await bench.entries()
        #expect(entries.map(\.action) == [.storageBackup, .storageBackupVerify])
        let evidence = try #require(entries.last?.reason)
        #expect(evidence.hasPrefix("gatehouse-20261201T000000Z.backup: opened with slot 0, "), "\(evidence)")
        #expect(evidence.contains("root "))
        #expect(bench.backups.standing.report.lastGood == bench.clock.now)
        #expect(bench.backups.standing.report.failures == 0 && bench.kinds().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: bench.disk.folder + "/data/trial"))
        #expect(!schedule.isDue(at: bench.clock.monotonic))
    }

    @Test func `where only a person opens a slot, the running server's key is used and said to be`() async throws {
        let bench = try await Bench(slots: false)
        var schedule = bench.backups.begin()
        await bench.backups.round(&schedule)
        #expect(try await bench.entries().last?.reason?.contains("running server") == true)
    }

    @Test func `the last ones are kept, and a start makes none before its time`() async throws {
        let bench = try await Bench(keep: 2)
        var schedule = bench.backups.begin()
        for _ in 0..<4 {
            #expect(schedule.isDue(at: bench.clock.monotonic))
            await bench.backups.round(&schedule)
            bench.clock.advance(seconds: 600)
        }
        #expect(bench.files == ["gatehouse-20261201T002000Z.backup", "gatehouse-20261201T003000Z.backup"])
        let restarted = try bench.again()
        #expect(restarted.begin().isDue(at: bench.clock.monotonic))
        bench.clock.setWallTime(.init(milliseconds: bench.clock.now.milliseconds - 1000))
        #expect(!restarted.begin().isDue(at: bench.clock.monotonic))
        #expect(restarted.standing.report.lastGood != nil)
    }

    @Test func `backups of a time that was taken back go first, and hold up none`() async throws {
        let bench = try await Bench(keep: 2)
        var schedule = bench.backups.begin()
        await bench.backups.round(&schedule)
        let right = bench.files
        let now = bench.clock.now
        bench.clock.setWallTime(now.adding(seconds: 2_592_000))
        await bench.backups.round(&schedule)
        #expect(bench.files.count == 2 && bench.files.first == right.first)
        bench.clock.setWallTime(now.adding(seconds: 300))
        let restarted = try bench.again()
        var again = restarted.begin()
        #expect(again.isDue(at: bench.clock.monotonic) == false, "the right one is not old yet")
        bench.clock.advance(seconds: 300)
        await restarted.round(&again)
        #expect(bench.files == right + ["gatehouse-20261201T001000Z.backup"])
    }

    @Test func `a folder that is gone is an alarm, is not made, and is used again when it is back`() async throws {
        let bench = try await Bench()
        try FileManager.default.removeItem(atPath: bench.folder)
        var schedule = bench.backups.begin()
        await bench.backups.round(&schedule)
        #expect(!FileManager.default.fileExists(atPath: bench.folder))
        #expect(bench.backups.standing.report.failures == 1 && bench.kinds() == ["backup_overdue"])
        #expect(try await bench.entries().isEmpty, "nothing was copied")
        mkdir(bench.folder, 0o700)
        bench.clock.advance(seconds: 300)
        #expect(schedule.isDue(at: bench.clock.monotonic))
        await bench.backups.round(&schedule)
        #expect(bench.files.count == 1 && bench.kinds().isEmpty)
    }

    @Test func `two periods without a good one are a finding`() async throws {
        let bench = try await Bench()
        var schedule = bench.backups.begin()
        await bench.backups.round(&schedule)
        bench.clock.advance(seconds: 1200)
        #expect(bench.kinds().isEmpty)
        bench.clock.advance(seconds: 1)
        #expect(bench.kinds() == ["backup_overdue"])
    }

    @Test func `what an attempt that was killed has left is removed, what others put there stays`() async throws {
        let bench = try await Bench()
        for name in ["gatehouse-20261120T000000Z.backup.part", "notes.txt"] {
            try Data("half".utf8).write(to: URL(fileURLWithPath: "\(bench.folder)/\(name)"))
        }
        var schedule = bench.backups.begin()
        await bench.backups.round(&schedule)
        #expect(bench.files == ["gatehouse-20261201T000000Z.backup", "notes.txt"])
    }

    @Test func `no second copy is made while somebody makes one`() async throws {
        let bench = try await Bench()
        let maker = BackupMaker(store: bench.disk.store, time: .system, randomBytes: SecureRandom.system)
        var schedule = bench.backups.begin()
        async let other = try? maker.prepare()
        await bench.backups.round(&schedule)
        let isOtherMade = await other != nil
        #expect(isOtherMade || bench.files.count == 1, "one of them is made, or one after the other")
        #expect(bench.backups.standing.report.failures == 0, "it is made in a moment")
        #expect(!bench.files.contains { $0.hasSuffix(".part") })
    }

    @Test func `backups in the data folder are a finding`() async throws {
        let bench = try await Bench()
        var configuration = bench.configuration
        configuration.backup?.folder = configuration.dataFolder + "/backups"
        let kinds = BackupFindings.findings(configuration, .init()).map(\.kind)
        #expect(kinds == ["backups_in_data_folder"])
    }
}
