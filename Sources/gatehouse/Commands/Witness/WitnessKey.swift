import ArgumentParser
import Auditing
import GatehouseServer

/// `gatehouse witness key`
struct WitnessKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print the key that checks the witness's cosignatures.",
        discussion: """
            EXAMPLES
              gatehouse witness key --config witness.yaml -q
            """)

    @OptionGroup var options: WitnessCommand.Options
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let output = try Output(self.output)
        let configuration = try self.options.read()
        let key = try ServerFailure.translated { try WitnessProcess.verifierKey(configuration) }
        guard !output.isQuiet else { return StandardStream.output.writeLine(key.description) }
        try output.show(
            .members(["name": .string(key.name), "verifier_key": .string(key.description)]),
            order: ["name", "verifier_key"])
    }
}
