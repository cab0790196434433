import ArgumentParser

/// `gatehouse version`
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version of this program.",
        discussion: """
            EXAMPLES
              gatehouse version
              gatehouse version --json
            """)

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let output = try Output(self.output)
        guard output.format == .json else { return StandardStream.output.writeLine(ProgramVersion.current) }
        output.printJSON(.members(["version": .string(ProgramVersion.current)]))
    }
}
