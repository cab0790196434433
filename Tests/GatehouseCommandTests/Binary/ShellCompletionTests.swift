import Foundation
import Testing

@testable import gatehouse

/// The completion scripts in the shells they are for.
@Suite struct ShellCompletionTests {
    private static func exists(_ shell: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + shell)
    }

    /// What a shell prints, run on a script, with the program on its path.
    private func run(_ shell: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/" + shell)
        process.arguments = arguments
        let folder = ProgramRun.program.deletingLastPathComponent().path
        process.environment = ["PATH": folder + ":/usr/bin:/bin"].merging(CommandLineTests.nobody) { $1 }
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    @Test(.enabled(if: exists("bash"), "needs bash"))
    func `bash completes commands, subcommands and options`() throws {
        let cases = [("gatehouse ke", "keys"), ("gatehouse keys ro", "rotate"), ("gatehouse serve --de", "--dev")]
        for (line, expected) in cases {
            let words = line.split(separator: " ")
            let script = """
                source <(gatehouse completion bash)
                COMP_WORDS=(\(line)); COMP_CWORD=\(words.count - 1); COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}
                _gatehouse gatehouse '\(words[words.count - 1])' '\(words[words.count - 2])'
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            let offered = try self.run("bash", ["--norc", "-c", script])
            #expect(offered.split(separator: "\n").contains { $0.hasPrefix(expected) }, "\(line): \(offered)")
        }
    }

    @Test(.enabled(if: exists("zsh"), "needs zsh"))
    func `zsh takes its script and knows the command`() throws {
        let script = """
            autoload -Uz compinit; compinit -D -u
            eval "$(gatehouse completion zsh)"; compdef _gatehouse gatehouse
            print -r -- ${_comps[gatehouse]}
            """
        #expect(try self.run("zsh", ["-f", "-c", script]).contains("_gatehouse"))
    }
}
