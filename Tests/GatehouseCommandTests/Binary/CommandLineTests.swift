import Foundation
import Testing

@testable import gatehouse

@Suite struct CommandLineTests {
    static let nobody = ["GATEHOUSE_ADDR": "unix:/nonexistent/admin.sock"]

    @Test(arguments: [
        ["keys", "show"], ["keys", "shwo"], ["keys", "revoke"], ["keys", "revoke", "a", "--tag", "b"],
        ["keys", "revoke", "--tag", "b", "--version", "1"], ["keys", "create", "a", "--never-expires"],
        ["keys", "rotate", "a", "--overlap", "soon"], ["keys", "list", "--limit", "0"], ["completion", "tcsh"],
        ["keys", "list", "--addr", "http://10.0.0.1"], ["why", "nonsense"], ["--nonsense"],
    ])
    func `a wrong command line ends with 64, says why on stderr and prints nothing on stdout`(
        arguments: [String]
    ) throws {
        let run = try ProgramRun(arguments, environment: Self.nobody)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(!run.error.isEmpty)
    }

    @Test(arguments: [
        ["keys", "list"], ["keys", "show", "ci"], ["keys", "create", "ci"], ["keys", "revoke", "ci", "--version", "1"],
        ["projects", "list"], ["audit", "list"], ["audit", "show", "0"],
        ["audit", "prove", "0"], ["audit", "checkpoint"], ["audit", "key"], ["why", "req_0123456789abcdEF"], ["doctor"],
        ["operators", "revoke", "x", "--confirm=x"],
    ])
    func `without a server the answer is 9, and under --json a problem document`(arguments: [String]) throws {
        let run = try ProgramRun(arguments + ["--json"], environment: Self.nobody)
        #expect(run.status == 9)
        #expect(run.output.isEmpty)
        let document = try #require(JSONValue(parsing: Array(run.error.utf8)))
        #expect(document["code"]?.string == "unreachable")
    }

    @Test func `--json takes no word away from its neighbour`() throws {
        let run = try ProgramRun(["keys", "show", "--json", "ci"], environment: Self.nobody)
        #expect(run.status == 9)
    }

    @Test func `a usage error under --json is a problem document too`() throws {
        let run = try ProgramRun(["keys", "show", "--json"])
        #expect(run.status == 64)
        #expect(JSONValue(parsing: Array(run.error.utf8))?["code"]?.string == "usage")
    }

    @Test func `a server that wants a key, and no key: 4`() throws {
        let run = try ProgramRun(["keys", "list", "--addr", "http://127.0.0.1:1"])
        #expect(run.status == 4)
        #expect(run.error.contains("GATEHOUSE_TOKEN_FILE"))
    }

    @Test func `an operator key never appears, even when everything is traced`() throws {
        let run = try ProgramRun(
            ["keys", "list", "--addr", "http://127.0.0.1:1"],
            environment: ["GATEHOUSE_TOKEN": "gko_canary", "GATEHOUSE_DEBUG": "api"])
        #expect(run.status == 9)
        #expect(!(run.output + run.error).contains("canary"))
        #expect(run.error.contains("warning:"))
    }

    @Test func `a token on the command line is refused without repeating it`() throws {
        let token = "gk_live_0123456789abcdEF_" + String(repeating: "s", count: 49)
        let run = try ProgramRun(["keys", "show", token], environment: Self.nobody)
        #expect(run.status == 64)
        #expect(!run.error.contains("ssss"))
    }

    @Test(arguments: [
        (["keys", "lsit", "--nonsense"], "There is no command “gatehouse keys lsit”. Did you mean “list”?"),
        (["bakcup", "verify", "x", "--slot", "1"], "There is no command “gatehouse bakcup”. Did you mean “backup”?"),
        (["frobnicate"], "There is no command “gatehouse frobnicate”."),
        (["help", "nosuch"], "There is no help on “nosuch”."),
        (["help", "exit-code"], "There is no help on “exit-code”. Did you mean “exit-codes”?"),
        (["help", "key", "list"], "There is no help on “key”. Did you mean “keys”?"),
    ])
    func `a word that is no command is named before its options, with what was meant`(
        arguments: [String], sentence: String
    ) throws {
        let run = try ProgramRun(arguments, environment: Self.nobody)
        #expect(run.status == 64)
        #expect(run.error.hasPrefix("error: " + sentence + "\n"), "\(run.error)")
    }

    @Test func `a file of a secret, or a backup, that is not there: 66`() throws {
        let token = try ProgramRun(
            ["keys", "list", "--addr", "http://127.0.0.1:1"], environment: ["GATEHOUSE_TOKEN_FILE": "/nonexistent"])
        #expect(token.status == 66)
        #expect(try ProgramRun(["backup", "verify", "/nonexistent"]).status == 66)
        let phrase = try ProgramRun(["backup", "verify", "/nonexistent", "--passphrase-file", "/nonexistent"])
        #expect(phrase.status == 66)
    }

    @Test func `an entry that is no leaf is refused with 65, and told how to get one`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let entry = folder.path + "/12.json"
        try #"{ "sequence": 12 }"#.write(toFile: entry, atomically: true, encoding: .utf8)
        let run = try ProgramRun([
            "audit", "verify", "--proof", entry, "--entry", entry, "--key",
            "log.example/audit+5f02ff6d+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
        ])
        #expect(run.status == 65, "\(run.error)")
        #expect(run.error.contains("audit show NUMBER --leaf"))
    }

    @Test func `a secret file that exists is never overwritten`() throws {
        let run = try ProgramRun(
            ["operators", "create", "x", "--secret-file", "/etc/hostname"], environment: Self.nobody)
        #expect(run.status == 7)
    }

    @Test func `a secret file is not left behind when nothing was created`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let run = try ProgramRun(["operators", "create", "x", "--secret-file", path], environment: Self.nobody)
        #expect(run.status == 9)
        #expect(run.error.contains("--idempotency-key"))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a request can be shown without being sent`() throws {
        let run = try ProgramRun(
            ["operators", "create", "x", "--show-request", "--idempotency-key", "abc"], environment: Self.nobody)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("curl --unix-socket /nonexistent/admin.sock -X POST"))
    }

    @Test func `the version is one line, or one document`() throws {
        #expect(try ProgramRun(["version"]).output == ProgramVersion.current + "\n")
        #expect(try ProgramRun(["version", "--json"]).output == "{\"version\":\"\(ProgramVersion.current)\"}\n")
    }

    @Test(arguments: CompletionCommand.Shell.allCases)
    func `there is a completion script for each shell`(shell: CompletionCommand.Shell) throws {
        let run = try ProgramRun(["completion", shell.rawValue])
        #expect(run.status == 0)
        #expect(run.output.contains("gatehouse"))
    }

    @Test(arguments: HelpTopic.allCases)
    func `every help topic has a page`(topic: HelpTopic) throws {
        let run = try ProgramRun(["help", topic.rawValue])
        #expect(run.status == 0)
        #expect(run.output == topic.text)
        #expect(run.error.isEmpty)
    }

    @Test func `help is on stdout and examples come first`() throws {
        let run = try ProgramRun(["keys", "rotate", "--help"])
        #expect(run.status == 0)
        let examples = try #require(run.output.firstRange(of: "EXAMPLES"))
        let usage = try #require(run.output.firstRange(of: "USAGE"))
        #expect(examples.lowerBound < usage.lowerBound)
    }

    @Test func `colour is decided for each stream`() throws {
        let terminal = ["GATEHOUSE_FORCE_TTY": "80", "TERM": "xterm"]
        let coloured = try ProgramRun(["--help"], environment: terminal)
        let plain = try ProgramRun(["--help"], environment: terminal.merging(["NO_COLOR": "1"]) { $1 })
        #expect(coloured.output.contains("\u{1B}["))
        #expect(!plain.output.contains("\u{1B}["))
        #expect(try !ProgramRun(["--help"]).output.contains("\u{1B}["))
    }
}
