import ArgumentParser
import GatehouseServer

/// `gatehouse backup verify`
struct BackupVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Open a backup, read all of it, and compare its audit log with what was signed; exit 3 when it is bad.",
        discussion: """
            EXAMPLES
              gatehouse backup verify shop.backup
              gatehouse backup verify shop.backup --slot 1 --passphrase-file phrase.txt

            It is unpacked into a private folder that is removed again.
            """)

    @Argument(help: "The backup.", completion: .file())
    var file: String

    @Option(
        help: .init("Where it is unpacked: as much space as the database takes.", valueName: "folder"),
        completion: .directory)
    var scratch = "/var/tmp"

    @OptionGroup(title: "The root key") var keys: KeyOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let output = try Output(self.output)
        let keys = try self.keys.keys(self.keys.configuration(), output)
        let progress = FileProgress(output)
        let report = try await ServerFailure.translated {
            try await BackupVerification.verify(
                self.file, keys: keys, slot: self.keys.slotNumber, scratch: self.scratch, progress: progress.tell)
        }
        progress.end()
        try output.show(BackupAnswer.document(report, file: self.file), order: BackupAnswer.order, essential: "state")
        guard report.isGood else { throw ExitCode(ExitReason.badFindings.rawValue) }
    }
}
