import ArgumentParser
import Auditing
import ConfigurationReading
import Foundation
import GatehouseServer
import Keys
import Logging

/// `gatehouse witness`
struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Look after audit logs on other machines: cosign what only ever grows.",
        discussion: """
            EXAMPLES
              gatehouse witness init --name witness.example/one --log-key example.com/log+d2f3…
              gatehouse witness run --config witness.yaml

            It belongs on another machine, under another user, than the server whose log it looks after.
            """,
        subcommands: [Run.self, Init.self, Key.self, Forget.self], defaultSubcommand: Run.self)

    /// Which file.
    struct Options: ParsableArguments {
        @Option(
            help: .init("The witness's configuration file.", valueName: "path"),
            completion: .file(extensions: ["yaml", "yml"]))
        var config = "witness.yaml"

        func read() throws -> WitnessConfiguration {
            try ServerFailure.translated {
                let (file, text) = try ConfigurationSource.text(named: self.config)
                return try WitnessConfiguration(file: file, text: text)
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the witness until SIGTERM or Ctrl-C.",
            discussion: """
                EXAMPLES
                  gatehouse witness run
                  gatehouse witness run --config /etc/gatehouse/witness.yaml --log-level debug
                """)

        @OptionGroup var options: Options

        @Option(help: "Least severity that is logged: trace, debug, info, notice, warning, error or critical.")
        var logLevel = "notice"

        func run() async throws {
            guard let level = Logger.Level(rawValue: self.logLevel) else {
                throw CommandFailure.usage("'\(self.logLevel)' is not a log level")
            }
            let configuration = try self.options.read()
            let logger = Logger(label: "gatehouse.witness") { ServerLog(label: $0, level: level) }
            do {
                try await WitnessProcess.run(configuration, logger: logger) { port, key in
                    let text = """
                        witness        http://\(configuration.address):\(port)
                        verifier key   \(key)
                        logs           \(configuration.logs.count)

                        """
                    StandardStream.output.write(text)
                }
            } catch {
                throw ServerFailure.describe(error)
            }
        }
    }

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a configuration and a key, and print the verifier key; nothing that is there is replaced.",
            discussion: """
                EXAMPLES
                  gatehouse witness init --name witness.example/one --log-key example.com/log+d2f3…
                """)

        @OptionGroup var options: Options

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
            output.show(
                .members([
                    "configuration_file": .string(setup.configurationFile), "key_file": .string(setup.keyFile),
                    "state_folder": .string(setup.stateFolder), "verifier_key": .string(key.description),
                ]), order: ["configuration_file", "key_file", "state_folder", "verifier_key"])
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

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the key that checks the witness's cosignatures.",
            discussion: """
                EXAMPLES
                  gatehouse witness key --config witness.yaml -q
                """)

        @OptionGroup var options: Options
        @OptionGroup(title: "Output") var output: OutputOptions

        func run() throws {
            let output = try Output(self.output)
            let configuration = try self.options.read()
            let key = try ServerFailure.translated { try WitnessProcess.verifierKey(configuration) }
            guard !output.isQuiet else { return StandardStream.output.writeLine(key.description) }
            output.show(
                .members(["name": .string(key.name), "verifier_key": .string(key.description)]),
                order: ["name", "verifier_key"])
        }
    }

    struct Forget: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget a log: its next checkpoint is taken as the first.",
            discussion: """
                EXAMPLES
                  gatehouse witness forget example.com/log --confirm=example.com/log

                Only after the log's owners have said why its history began anew: what was known against it is gone.
                The witness must not be running.
                """)

        @Argument(help: "The log's origin.") var origin: String
        @Option(help: .init("The origin again, in place of a question. (default: none; required)", valueName: "origin"))
        var confirm: String
        @OptionGroup var options: Options
        @OptionGroup(title: "Output") var output: OutputOptions

        func run() throws {
            let output = try Output(self.output)
            guard self.confirm == self.origin else {
                throw CommandFailure.usage("--confirm says '\(self.confirm)', not '\(self.origin)'; nothing changed")
            }
            let configuration = try self.options.read()
            let forgotten = try ServerFailure.translated {
                try WitnessProcess.forget(self.origin, configuration)
            }
            guard let forgotten else {
                throw CommandFailure(
                    .notFound, code: "not_found", "The witness remembers nothing of '\(self.origin)'.")
            }
            output.show(
                .members([
                    "origin": .string(forgotten.origin), "forgotten_size": .integer(Int64(clamping: forgotten.size)),
                    "forgotten_root": .string(Base64Text.encode(forgotten.root.bytes)),
                ]), order: ["origin", "forgotten_size", "forgotten_root"])
        }
    }
}
