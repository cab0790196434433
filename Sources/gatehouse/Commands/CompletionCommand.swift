import ArgumentParser

/// `gatehouse completion`
struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print a completion script for a shell; it completes live names too.",
        discussion: """
            EXAMPLES
              gatehouse completion bash > /etc/bash_completion.d/gatehouse
              gatehouse completion zsh > ~/.zfunc/_gatehouse
              gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish
            """)

    /// The shells there are scripts for.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var kind: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() throws {
        StandardStream.output.writeLine(GatehouseCommand.completionScript(for: self.shell.kind))
    }
}
