import ArgumentParser
import GatehouseServer

/// `gatehouse restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a data folder out of a backup, after reading all of it; exit 3 when it is bad.",
        discussion: """
            EXAMPLES
              gatehouse restore shop.backup --data /var/lib/gatehouse
              gatehouse restore shop.backup --data state --slot 1 --passphrase-file phrase.txt

            The folder must be missing or empty. It is there when the backup is good, and not before.
            """)

    @Argument(help: "The backup, or - for standard input.", completion: .file())
    var file: String

    @Option(
        help: .init("The data folder to make. (default: none; required)", valueName: "folder"), completion: .directory)
    var data: String

    @OptionGroup(title: "The root key") var keys: KeyOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let output = try Output(self.output)
        let keys = try self.keys.keys(self.keys.configuration(), output)
        let progress = FileProgress(output)
        let restoration = Restoration(folder: self.data, progress: progress.tell)
        let report = try await ServerFailure.translated {
            try await restoration.restore(self.file, keys: keys, slot: self.keys.slotNumber)
        }
        progress.end()
        let folder = report.isGood ? self.data : nil
        try output.show(
            BackupAnswer.document(report, file: self.file, folder: folder), order: BackupAnswer.order,
            essential: "state", isDone: true)
        guard report.isGood else { throw ExitCode(ExitReason.badFindings.rawValue) }
        output.note("What was acknowledged after the backup is not in it: revoke again what was revoked since.")
    }
}
