import ArgumentParser
import Foundation
import NIOCore

/// The program: parses, runs, and turns whatever happened into one exit code.
@main
enum Launcher {
    /// Two are enough for what goes through SwiftNIO: the gateway has loops of its own.
    private static let mostEventLoops = 2

    static func main() async {
        NIOSingletons.groupLoopCountSuggestion = min(System.coreCount, Self.mostEventLoops)
        let status = await Self.run(Array(CommandLine.arguments.dropFirst()))
        exit(status)
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        if arguments.first == "help", arguments.count == 2, let topic = HelpTopic(rawValue: arguments[1]) {
            StandardStream.output.write(topic.text)
            return ExitReason.done.rawValue
        }
        if arguments == ["--version"] {
            StandardStream.output.writeLine(ProgramVersion.current)
            return ExitReason.done.rawValue
        }
        do {
            if let failure = UnknownCommand.failure(in: arguments) { throw failure }
            var command = try await GatehouseCommand.asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitReason.done.rawValue
        } catch {
            return Self.report(error, wantsJSON: Self.wantsJSON(arguments))
        }
    }

    /// Prints what went wrong, or the help that was asked for.
    private static func report(_ error: any Error, wantsJSON: Bool) -> Int32 {
        if let failure = error as? CommandFailure {
            Self.show(failure.problem, wantsJSON: wantsJSON)
            return failure.status.rawValue
        }
        if let code = error as? ExitCode { return code.rawValue }
        let code = GatehouseCommand.exitCode(for: error).rawValue
        if code == ExitReason.done.rawValue {
            Self.showHelp(for: error)
        } else if wantsJSON {
            let isUsage = code == ExitReason.usage.rawValue
            Self.show(
                .init(code: isUsage ? "usage" : "failed", detail: GatehouseCommand.message(for: error)), wantsJSON: true
            )
        } else {
            StandardStream.error.write(Self.terminated(GatehouseCommand.fullMessage(for: error)))
        }
        return code
    }

    private static func show(_ problem: Problem, wantsJSON: Bool) {
        StandardStream.error.writeLine(wantsJSON ? problem.document.encoded : problem.lines.joined(separator: "\n"))
    }

    private static func showHelp(for error: any Error) {
        let environment = ProcessInfo.processInfo.environment
        let terminal = Terminal(environment: environment)
        let width = terminal.outputIsTerminal ? terminal.columns : HelpText.widest
        let text = GatehouseCommand.fullMessage(
            for: error, columns: max(HelpText.narrowest, min(width, HelpText.widest)))
        let isColoured = ColourDecision.isColoured(
            choice: .auto, isTerminal: terminal.outputIsTerminal, environment: environment)
        StandardStream.output.write(Self.terminated(HelpText.styled(text, isColoured: isColoured)))
    }

    private static func terminated(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    /// Known before parsing succeeds, because a usage error is a failure like any other.
    private static func wantsJSON(_ arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains("--json")
            || ProcessInfo.processInfo.environment["GATEHOUSE_FORMAT"] == "json"
    }
}
