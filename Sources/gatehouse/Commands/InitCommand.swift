import ArgumentParser
import Foundation
import GatehouseServer

/// `gatehouse init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a configuration and a root key; nothing that is there is replaced.",
        discussion: """
            EXAMPLES
              gatehouse init
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

    @Option(
        help: .init(
            "The root key file, outside the data folder. (default: /etc/gatehouse/root.key as root, else $XDG_CONFIG_HOME/gatehouse/root.key)",
            valueName: "path"),
        completion: .file())
    var rootKeyFile: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let output = try Output(self.output)
        let folders = StandardFolders(environment: output.environment, isRoot: geteuid() == 0)
        let installation = ServerSetup(
            configurationFile: self.config ?? ServerLocation.configured ?? "gatehouse.yaml",
            dataFolder: self.data ?? folders.state, rootKeyFile: self.rootKeyFile ?? folders.rootKey)
        try Self.check(installation)
        let isKeyNew = try ServerFailure.translated { try installation.create() }
        output.show(
            .members([
                "configuration_file": .string(installation.configurationFile),
                "root_key_file": .string(installation.rootKeyFile), "root_key_created": .bool(isKeyNew),
                "data_folder": .string(installation.dataFolder),
            ]), order: ["configuration_file", "root_key_file", "root_key_created", "data_folder"])
        let path = CurlLine.quoted(installation.configurationFile)
        output.note("Back up the root key, apart from the data folder: without it the data cannot be opened.")
        output.note("Next: edit the upstreams and routes, then")
        output.note("  gatehouse config check --config \(path)")
        output.note("  gatehouse serve --config \(path)")
        for step in ["projects create demo", "environments create live", "keys create first --permission demo:read"] {
            output.note("  gatehouse \(step)")
        }
    }

    private static func check(_ installation: ServerSetup) throws {
        guard !FileManager.default.fileExists(atPath: installation.configurationFile) else {
            throw CommandFailure(
                .conflict, code: "configuration_exists",
                "\(installation.configurationFile) exists; it is not overwritten, and nothing was changed.",
                fix: "name another file with --config")
        }
        guard !installation.keepsKeyWithData else {
            throw CommandFailure.usage(
                "The root key would lie inside the data folder, where one backup or one thief takes both.",
                fix: "name a file elsewhere with --root-key-file")
        }
    }
}
