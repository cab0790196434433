import ArgumentParser
import ConfigurationReading
import GatehouseServer

/// `gatehouse fsck`
struct FsckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract:
            "Read a whole data folder that no server has open, and name what is damaged; exit 3 when something is.",
        discussion: """
            EXAMPLES
              gatehouse fsck
              gatehouse fsck --data state --root-key-file root.key --json

            It reads every row and its code, opens every sealed key, and makes the audit log's tree anew.
            """)

    @Option(
        help: .init("The data folder. (default: that of the configuration)", valueName: "folder"),
        completion: .directory)
    var data: String?

    @OptionGroup(title: "The root key") var keys: KeyOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let output = try Output(self.output)
        let configuration = try self.keys.configuration()
        guard let folder = self.data ?? configuration?.dataFolder else {
            throw CommandFailure.usage("There is no configuration that names a data folder.", fix: "add --data FOLDER")
        }
        let keys = try self.keys.keys(configuration, output)
        let report = try await ServerFailure.translated {
            try await StoreExamining.examine(folder: folder, keys: keys, slot: self.keys.slotNumber)
        }
        try output.show(BackupAnswer.document(report, folder: folder), order: BackupAnswer.order, essential: "state")
        guard report.isGood else { throw ExitCode(ExitReason.badFindings.rawValue) }
    }
}
