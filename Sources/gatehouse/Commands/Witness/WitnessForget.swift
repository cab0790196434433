import ArgumentParser
import Auditing
import GatehouseServer
import Keys

/// `gatehouse witness forget`
struct WitnessForget: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
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
    @OptionGroup var options: WitnessCommand.Options
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
        try output.show(
            .members([
                "origin": .string(forgotten.origin), "forgotten_size": .integer(Int64(clamping: forgotten.size)),
                "forgotten_root": .string(Base64Text.encode(forgotten.root.bytes)),
            ]), order: ["origin", "forgotten_size", "forgotten_root"], essential: "origin", isDone: true)
    }
}
