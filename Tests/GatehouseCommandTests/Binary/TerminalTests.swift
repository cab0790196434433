import Foundation
import Testing

@testable import gatehouse

/// Questions and answers on a real terminal.
@Suite struct TerminalTests {
    private func run(_ arguments: [String], typed: String) throws -> (TerminalRun, [String]) {
        let server = try FakeAdminAPI(SampleAnswers.server)
        defer { server.stop() }
        let run = try TerminalRun(
            arguments, environment: ["GATEHOUSE_ADDR": "unix:" + server.path],
            typing: .init(prompt: "to go ahead:", text: typed))
        return (run, server.asked.map(\.line))
    }

    private let revoke = "POST /keys/\(SampleAnswers.keyID):revoke"

    @Test func `the blast radius comes first, then the name has to be typed`() throws {
        let (run, asked) = try self.run(["keys", "revoke", "ci"], typed: "ci\n")
        #expect(run.status == 0)
        #expect(run.screen.contains("1234"))
        #expect(asked.suffix(2) == [self.revoke + "?dry_run=true", self.revoke])
    }

    @Test func `anything else cancels with 2 and changes nothing`() throws {
        let (run, asked) = try self.run(["keys", "revoke", "ci"], typed: "y\n")
        #expect(run.status == 2)
        #expect(!asked.contains(self.revoke))
    }

    @Test func `revoking offers suspending, and does it when asked`() throws {
        let (run, asked) = try self.run(["keys", "revoke", "ci"], typed: "suspend\n")
        #expect(run.status == 0)
        #expect(asked.last == "POST /keys/\(SampleAnswers.keyID):suspend")
    }

    @Test func `--no-input and --json never ask`() throws {
        for flag in ["--no-input", "--json"] {
            let (run, asked) = try self.run(["keys", "revoke", "ci", flag], typed: "ci\n")
            #expect(run.status == 64)
            #expect(!asked.contains(self.revoke))
        }
    }

    @Test func `Ctrl-C ends the program where something is typed without appearing`() throws {
        let run = try TerminalRun(
            ["keys", "list", "--addr", "http://127.0.0.1:1"], environment: [:],
            typing: .init(prompt: "Operator key:", text: "half\u{3}"))
        #expect(run.status == SIGINT)
    }

    @Test func `an operator key is typed without appearing`() throws {
        let run = try TerminalRun(
            ["keys", "list", "--addr", "http://127.0.0.1:1"], environment: [:],
            typing: .init(prompt: "Operator key:", text: "gko_canary\n"))
        #expect(run.status == 9)
        #expect(!run.screen.contains("canary"))
    }
}
