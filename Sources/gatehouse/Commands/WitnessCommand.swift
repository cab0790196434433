import ArgumentParser
import ConfigurationReading
import GatehouseServer

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
        subcommands: [WitnessRun.self, WitnessInit.self, WitnessKey.self, WitnessForget.self],
        defaultSubcommand: WitnessRun.self)

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
}
