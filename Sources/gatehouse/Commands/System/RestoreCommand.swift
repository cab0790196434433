import ArgumentParser
import GatehouseServer
import Keys

/// `gatehouse restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a data folder out of a backup, after reading all of it; exit 3 when it is bad.",
        discussion: """
            EXAMPLES
              gatehouse restore shop.backup --data /var/lib/gatehouse
              gatehouse restore shop.backup --data state --slot 1 --passphrase-file phrase.txt
              gatehouse restore old.base --data state --segments segments --to 2026-11-21T18:00:00Z

            The folder must be missing or empty. It is there when the backup is good, and not before.
            """)

    @Argument(help: "The backup, or - for standard input.", completion: .file())
    var file: String

    @Option(
        help: .init("The data folder to make. (default: none; required)", valueName: "folder"), completion: .directory)
    var data: String

    @Option(
        help: .init(
            "Do again what was shipped to this folder after the backup. (default: the backup alone)",
            valueName: "folder"), completion: .directory)
    var segments: String?

    @Option(
        help: .init("Stop behind the last commit that is not after this time. (default: the end)", valueName: "time"))
    var to: String?

    @Option(
        help: .init("Stop behind the commit that holds this audit entry. (default: the end)", valueName: "number"))
    var toEntry: UInt64?

    @Flag(help: "Where a segment is missing or damaged, stop before it instead of refusing. (default: off)")
    var beforeDamage = false

    @OptionGroup(title: "The root key") var keys: KeyOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let output = try Output(self.output)
        let keys = try self.keys.keys(self.keys.configuration(), output)
        let progress = FileProgress(output)
        let restoration = Restoration(folder: self.data, replay: try self.replay(), progress: progress.tell)
        let report = try await ServerFailure.translated {
            try await restoration.restore(self.file, keys: keys, slot: self.keys.slotNumber)
        }
        progress.end()
        let folder = report.isGood ? self.data : nil
        try output.show(
            BackupAnswer.document(report, file: self.file, folder: folder), order: BackupAnswer.order,
            essential: "state", isDone: true)
        guard report.isGood else { throw ExitCode(ExitReason.badFindings.rawValue) }
        output.note("What was acknowledged after that is not in it: revoke again what was revoked since.")
    }

    private func replay() throws -> SegmentReplay? {
        guard let segments = self.segments else {
            guard self.to == nil, self.toEntry == nil, !self.beforeDamage else {
                throw CommandFailure.usage("A moment needs segments.", fix: "add --segments FOLDER")
            }
            return nil
        }
        guard self.to == nil || self.toEntry == nil else {
            throw CommandFailure.usage("There can be one moment only.", fix: "give --to or --to-entry")
        }
        var target = SegmentReplay.Target.end
        if let entry = self.toEntry { target = .entry(entry) }
        if let text = self.to {
            guard let time = WallTime(rfc3339: text) else {
                throw CommandFailure.usage("'\(text)' is no time.", fix: "write it as 2026-11-21T18:00:00Z")
            }
            target = .time(time)
        }
        return SegmentReplay(folder: segments, target: target, stopsAtDamage: self.beforeDamage)
    }
}
