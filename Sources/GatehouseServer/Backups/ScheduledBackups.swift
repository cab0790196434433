import ConfigurationReading
import Cryptography
import KeyManagement
import Keys
import Logging
import SQLiteStorage
import ServiceLifecycle

/// Makes a backup every so often, opens it again and reads all of it, and keeps the last few. One at a time; what goes
/// wrong is told, and tried again.
struct ScheduledBackups: Service {
    /// Between two looks at the clock.
    private static let interval = 1000

    let standing: BackupStanding
    private let settings: BackupSettings
    private let maker: BackupMaker
    private let trial: BackupTrial
    private let control: ControlPlane
    private let time: TimeSource
    private let logger: Logger
    private let folder: BackupFolder
    /// Files are written and read here.
    private let work = FolderWork("backups")

    init(
        _ settings: BackupSettings, _ configuration: ServerConfiguration, store: SQLiteStore, control: ControlPlane,
        time: TimeSource = .system, logger: Logger
    ) {
        self.settings = settings
        self.standing = .init(monotonic: time.monotonic)
        self.maker = .init(store: store, time: time, randomBytes: SecureRandom.system)
        let keys =
            settings.verifyKeyFile.map { KeysAtHand(file: $0) }
            ?? KeysAtHand(file: configuration.rootKeyFile, credential: configuration.rootKeyCredential)
        self.trial = .init(dataFolder: configuration.dataFolder, keys: keys, rootKey: store.rootKey)
        self.control = control
        self.time = time
        self.logger = logger
        self.folder = .init(path: settings.folder)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            self.trial.removeLeftovers()
            var schedule = self.begin()
            while !Task.isCancelled {
                if schedule.isDue(at: self.time.monotonic()) { await self.round(&schedule) }
                await self.time.sleep(Self.interval)
            }
        }
    }

    /// Goes on where an earlier start ended: what it has left in the folder was found good then.
    func begin() -> BackupSchedule {
        let now = self.time.wallTime()
        let newest = try? self.folder.newest(upTo: now.adding(seconds: 60))
        let age = newest.map { made in
            UInt64(clamping: now.milliseconds - made.milliseconds) &* 1_000_000
        }
        if let newest, let age { self.standing.found(newest, age: age) }
        return .init(everySeconds: self.settings.everySeconds, newest: age, now: self.time.monotonic())
    }

    /// Makes one, and says when the next is due.
    func round(_ schedule: inout BackupSchedule) async {
        do {
            try await self.backUp()
            schedule.succeeded(at: self.time.monotonic())
        } catch is CancellationError {
            // The process ends: the next start makes it.
        } catch let error as ManagementError where error.code == .overloaded {
            // Another backup is made, or a chain begins: in a moment.
        } catch {
            let reason = StartFailure(error).message
            self.standing.failed(reason)
            self.logger.error("no backup was made", metadata: ["reason": "\(reason)"])
            schedule.failed(at: self.time.monotonic())
        }
    }

    private func backUp() async throws {
        try await self.work.run { [folder] _ in try folder.prepare() }
        // Before the copy, so that the backup tells of itself.
        try await self.control.perform(NoteBackup(), by: .system)
        let backup = try await self.maker.prepare()
        let part = try await self.work.run { [folder] stop in try folder.write(backup, stop) }
        let evidence = self.settings.isVerified ? try await self.tried(part) : nil
        let name = try await self.work.run { [folder, keep = self.settings.keep] _ in
            try folder.keep(part, atMost: keep)
        }
        if let evidence {
            try await self.control.perform(NoteBackupTrial(file: name, evidence: evidence), by: .system)
        }
        self.standing.succeeded(backup.createdAt)
        self.logger.info("backed up", metadata: ["file": "\(name)", "found": "\(evidence ?? "not tried")"])
    }

    /// - Returns: what was found in the backup, for the audit log.
    private func tried(_ part: String) async throws -> String {
        let begun = self.time.monotonic()
        let (opening, rootKey) = try await self.trial.opened(part)
        let report = try await self.work.run { [trial] stop in try trial.read(part, rootKey, stop) }
        guard report.isGood, let root = report.store.auditRoot else {
            self.folder.setAside(part)
            let finding = report.store.findings.first.map { "\($0.object): \($0.problem)" } ?? "nothing can be read"
            throw StartFailure(.database, "the backup is bad, and was set aside: \(finding)")
        }
        let milliseconds = (self.time.monotonic() &- begun) / 1_000_000
        return "opened with \(opening), \(report.store.rows) rows and \(report.store.auditEntries) audit entries read "
            + "in \(milliseconds) ms, root \(root)"
    }
}
