import ArgumentParser
import Foundation
import GatehouseServer

/// `gatehouse init`
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a configuration and a root key; nothing that is there is replaced.",
        discussion: """
            EXAMPLES
              gatehouse init
              gatehouse init --slot passphrase                     the root key under something you know
              sudo gatehouse init --config /etc/gatehouse/gatehouse.yaml
            """)

    @Option(
        help: .init(
            "The configuration file to write. (default: ./gatehouse.yaml) [env: GATEHOUSE_CONFIG]", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(
        help: .init(
            "The folder for all state. (default: /var/lib/gatehouse as root, else $XDG_STATE_HOME/gatehouse)",
            valueName: "folder"),
        completion: .directory)
    var data: String?

    @Option(help: "What the root key is kept under: file, passphrase or credential (of the service manager).")
    var slot: SlotsCommand.Kind = .file

    @Option(
        help: .init(
            "The root key file, outside the data folder. (default: /etc/gatehouse/root.key as root, else $XDG_CONFIG_HOME/gatehouse/root.key)",
            valueName: "path"),
        completion: .file())
    var rootKeyFile: String?

    @Option(help: .init("The name of the credential.", valueName: "name"))
    var credential = "gatehouse-root-key"

    @OptionGroup(title: "The passphrase") var passphrase: PassphraseOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Flag(help: "Never ask; fail instead. [env: GATEHOUSE_NO_INPUT]")
    var noInput = false

    func run() async throws {
        let output = try Output(self.output)
        let folders = StandardFolders(environment: output.environment, isRoot: geteuid() == 0)
        let file = self.config ?? ServerLocation.configured ?? "gatehouse.yaml"
        try Self.refuseExisting(file)
        let installation = ServerSetup(
            configurationFile: file, dataFolder: self.data ?? folders.state,
            slot: try self.firstSlot(self.rootKeyFile ?? folders.rootKey, output))
        guard !installation.keepsKeyWithData else {
            throw CommandFailure.usage(
                "The root key would lie inside the data folder, where one backup or one thief takes both.",
                fix: "name a file elsewhere with --root-key-file")
        }
        let isKeyNew = try await ServerFailure.translated { try await installation.create() }
        try output.show(
            .members([
                "configuration_file": .string(installation.configurationFile), "slot": .string(self.slot.rawValue),
                "root_key_file": installation.slot.file.map(JSONValue.string), "root_key_created": .bool(isKeyNew),
                "data_folder": .string(installation.dataFolder),
            ]), order: ["configuration_file", "slot", "root_key_file", "root_key_created", "data_folder"],
            essential: "configuration_file", isDone: true)
        self.showNextSteps(installation, output)
    }

    private func firstSlot(_ keyFile: String, _ output: Output) throws -> FirstSlot {
        switch self.slot {
        case .file: return .file(keyFile)
        case .credential: return .credential(name: self.credential, file: keyFile)
        case .passphrase:
            let isSilenced = self.noInput || !(output.environment["GATEHOUSE_NO_INPUT"] ?? "").isEmpty
            let canAsk = output.terminal.canAsk && !isSilenced && output.format != .json
            var bytes = try PassphraseSource(file: self.passphrase.passphraseFile, canAsk: canAsk)
                .new("New passphrase: ")
            return try FirstSlot(passphrase: &bytes)
        }
    }

    private func showNextSteps(_ installation: ServerSetup, _ output: Output) {
        let path = CurlLine.quoted(installation.configurationFile)
        switch installation.slot {
        case .file:
            output.note("Back up the root key, apart from the data folder: without it the data cannot be opened.")
        case .credential(let name, let file):
            output.note("In the service's unit: LoadCredential=\(name):\(file)")
            output.note("Back up that file, apart from the data folder: without it the data cannot be opened.")
        case .passphrase:
            output.note("Without the passphrase the data cannot be opened; nobody can restore it.")
        }
        output.note("Next: edit the upstreams and routes, then")
        output.note("  gatehouse config check --config \(path)")
        output.note("  gatehouse serve --config \(path)")
        if installation.slot.file == nil { output.note("  gatehouse unseal --config \(path)") }
        for step in ["projects create demo", "environments create live", "keys create first --permission demo:read"] {
            output.note("  gatehouse \(step)")
        }
    }

    private static func refuseExisting(_ file: String) throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(
                .conflict, code: "configuration_exists",
                "\(URL(fileURLWithPath: file).standardizedFileURL.path) exists; it is not overwritten, and nothing was changed.",
                fix: "name another file with --config")
        }
    }
}
