import ArgumentParser
import ConfigurationReading
import GatehouseServer
import Logging

/// `gatehouse witness run`
struct WitnessRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the witness until SIGTERM or Ctrl-C.",
        discussion: """
            EXAMPLES
              gatehouse witness run
              gatehouse witness run --config /etc/gatehouse/witness.yaml --log-level debug
            """)

    @OptionGroup var options: WitnessCommand.Options

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
