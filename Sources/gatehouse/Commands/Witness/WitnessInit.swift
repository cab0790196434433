import ArgumentParser
import Auditing
import Foundation
import GatehouseServer

/// `gatehouse witness init`
struct WitnessInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a configuration and a key, and print the verifier key; nothing that is there is replaced.",
        discussion: """
            EXAMPLES
              gatehouse witness init --name witness.example/one --log-key example.com/log+d2f3…
            """)

    @OptionGroup var options: WitnessCommand.Options

    @Option(help: "The name it cosigns by, without spaces and '+': witness.example/one. (default: none; required)")
    var name: String

    @Option(
        name: .customLong("log-key"),
        help: .init(
            "The verifier key of a log to look after, NAME+HASH+KEY; may be given again. (default: none)",
            valueName: "key"))
    var logKeys: [String] = []

    @Option(
        help: .init("The folder for what it remembers.", valueName: "folder"), completion: .directory)
    var state = "/var/lib/gatehouse-witness"

    @Option(help: .init("The key file, outside the folder.", valueName: "path"), completion: .file())
    var keyFile = "/etc/gatehouse/witness.key"

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let output = try Output(self.output)
        guard !FileManager.default.fileExists(atPath: self.options.config) else {
            throw CommandFailure(
                .conflict, code: "configuration_exists",
                "\(self.options.config) exists; it is not overwritten, and nothing was changed.",
                fix: "name another file with --config")
        }
        let setup = WitnessSetup(
            configurationFile: self.options.config, name: self.name, stateFolder: self.state,
            keyFile: self.keyFile, logs: try self.logKeys.map(Self.logKey))
        try ServerFailure.translated { try setup.create() }
        let key = try ServerFailure.translated { try WitnessProcess.verifierKey(self.options.read()) }
        guard !output.isQuiet else { return StandardStream.output.writeLine(key.description) }
        try output.show(
            .members([
                "configuration_file": .string(setup.configurationFile), "key_file": .string(setup.keyFile),
                "state_folder": .string(setup.stateFolder), "verifier_key": .string(key.description),
            ]), order: ["configuration_file", "key_file", "state_folder", "verifier_key"], isDone: true)
        output.note("Next: run it, and name it to the log's server in gatehouse.yaml:")
        output.note("  audit: {witnesses: [{name: …, url: http://…:8083, key: \"\(key)\"}]}")
    }

    private static func logKey(_ text: String) throws -> NoteVerifierKey {
        do {
            return try NoteVerifierKey(text)
        } catch {
            throw CommandFailure.usage("'\(text)' is no verifier key: \(error.message)")
        }
    }
}
