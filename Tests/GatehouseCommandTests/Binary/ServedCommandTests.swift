import Foundation
import Testing

@testable import gatehouse

/// Commands against an API of canned answers: what is sent, what is printed, how it ends.
@Suite struct ServedCommandTests {
    private func run(
        _ arguments: [String], answers: [String: FakeAdminAPI.Answer] = SampleAnswers.server,
        environment: [String: String] = [:]
    ) throws -> (run: ProgramRun, asked: [FakeAdminAPI.Exchange]) {
        let server = try FakeAdminAPI(answers)
        defer { server.stop() }
        let address = ["GATEHOUSE_ADDR": "unix:" + server.path]
        let run = try ProgramRun(arguments, environment: address.merging(environment) { $1 })
        return (run, server.asked)
    }

    @Test func `--json prints the API's document unchanged, and one newline`() throws {
        #expect(try self.run(["keys", "list", "--json"]).run.output == SampleAnswers.list(SampleAnswers.key) + "\n")
        #expect(try self.run(["keys", "show", "ci", "--json"]).run.output == SampleAnswers.key + "\n")
    }

    @Test func `--fields chooses, in JSON and in tables`() throws {
        let json = try self.run(["keys", "list", "--json", "--fields", "name"]).run.output
        #expect(json == #"{"data":[{"name":"ci"}],"next_cursor":null}"# + "\n")
        #expect(try self.run(["keys", "list", "--fields", "name,state"]).run.output == "ci\tactive\n")
    }

    @Test func `on a terminal there is a table, in a pipe there are tabs`() throws {
        let people = try self.run(["keys", "list"], environment: ["GATEHOUSE_FORCE_TTY": "100", "NO_COLOR": "1"]).run
        #expect(people.output.hasPrefix("ID                    NAME"))
        #expect(people.output.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 100 })
        let programs = try self.run(["keys", "list"]).run
        #expect(programs.output.hasPrefix("\(SampleAnswers.keyID)\tci\tactive\t"))
        #expect(programs.output.contains("2026-01-01T00:00:00Z"))
    }

    @Test(arguments: [SampleAnswers.keyID, "ci", "gk_live_0123...ssss", "gk_live_0123…ssss"])
    func `a key is found by id, name and hint`(reference: String) throws {
        let (run, _) = try self.run(["keys", "show", reference, "-q"])
        #expect(run.status == 0)
        #expect(run.output == SampleAnswers.keyID + "\n")
    }

    @Test func `what is not there ends with 6, what is named twice with 64`() throws {
        #expect(try self.run(["keys", "show", "cd"]).run.status == 6)
        #expect(try self.run(["keys", "show", "key_000000000000000x"]).run.status == 6)
        var answers = SampleAnswers.server
        answers["GET /keys"] = .init(
            body: SampleAnswers.list(SampleAnswers.key, SampleAnswers.key.replacing("cdEF", with: "cdEG")))
        let (run, _) = try self.run(["keys", "show", "ci"], answers: answers)
        #expect(run.status == 64)
        #expect(run.error.contains("key_0123456789abcdEG"))
    }

    @Test func `pages are followed to the end`() throws {
        var answers = SampleAnswers.server
        answers["GET /keys?limit=1000"] = .init(body: SampleAnswers.list(SampleAnswers.key, cursor: "abc"))
        answers["GET /keys?limit=1000&cursor=abc"] = .init(body: SampleAnswers.list(SampleAnswers.key))
        let (run, _) = try self.run(["keys", "list", "--all", "-q"], answers: answers)
        #expect(run.output == "\(SampleAnswers.keyID)\n\(SampleAnswers.keyID)\n")
    }

    @Test func `a create sends an idempotency key and hands its secret out once`() throws {
        let (run, asked) = try self.run(["keys", "create", "ci", "--permission", "documents:read", "-q"])
        #expect(run.status == 0)
        #expect(run.output == SampleAnswers.secret + "\n")
        let create = try #require(asked.last)
        #expect(create.line == "POST /keys")
        #expect(create.head.contains("Idempotency-Key: \""))
        #expect(create.body?["environment_id"]?.string == "env_0123456789abcdEF")
        #expect(create.body?["permissions"] == .strings(["documents:read"]))
    }

    @Test func `a secret in a file is nowhere else`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for format in [["--json"], []] {
            let (run, _) = try self.run(["keys", "create", "ci", "--secret-file", path] + format)
            #expect(run.status == 0)
            #expect(!(run.output + run.error).contains("ssss_") && !run.output.contains(SampleAnswers.secret))
            #expect(try SecretFile.read(path) == SampleAnswers.secret + "\n")
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func `a revocation without a terminal is refused with 64 and the exact flag, and nothing is sent`() throws {
        let (run, asked) = try self.run(["keys", "revoke", "ci", "--yes"])
        #expect(run.status == 64)
        #expect(run.error.contains("add --confirm=ci"))
        #expect(asked.allSatisfy { $0.method == "GET" })
    }

    @Test func `a confirmed revocation goes through`() throws {
        let (run, asked) = try self.run(["keys", "revoke", "ci", "--confirm=ci", "--grace", "1h", "--json"])
        #expect(run.status == 0)
        #expect(asked.last?.line == "POST /keys/\(SampleAnswers.keyID):revoke")
        #expect(asked.last?.body?["grace_seconds"] == 3600)
        #expect(JSONValue(parsing: Array(run.output.utf8))?["state"]?.string == "revoked")
    }

    @Test func `a moderate act wants --yes where nobody can be asked`() throws {
        #expect(try self.run(["keys", "suspend", "ci"]).run.error.contains("add --yes"))
        #expect(try self.run(["keys", "suspend", "ci"]).run.status == 64)
        #expect(try self.run(["keys", "suspend", "ci", "--yes"]).run.status == 0)
    }

    @Test func `ending old secrets at once is severe`() throws {
        let (run, _) = try self.run(["keys", "rotate", "ci", "--overlap", "0", "--yes"])
        #expect(run.status == 64)
        let (confirmed, asked) = try self.run(["keys", "rotate", "ci", "--overlap", "0", "--confirm=ci", "-q"])
        #expect(confirmed.output == SampleAnswers.secret + "\n")
        #expect(asked.last?.body?["overlap_seconds"] == 0)
    }

    @Test func `a rotation can be taken back`() throws {
        let (run, asked) = try self.run(["keys", "rotate", "ci", "--cancel", "--yes"])
        #expect(run.status == 0)
        #expect(asked.last?.line.hasSuffix("/rotations/rot_0123456789abcdEF:cancel") == true)
    }

    @Test func `a bulk act that is partly done ends with 8 and tells each outcome`() throws {
        let (run, asked) = try self.run(["keys", "revoke", "--tag", "leaked", "--confirm=leaked", "--json"])
        #expect(run.status == 8)
        #expect(JSONValue(parsing: Array(run.output.utf8))?["data"]?.array?.count == 2)
        #expect(asked.last?.body?["tag"]?.string == "leaked")
    }

    @Test func `a dry run asks nothing and changes nothing`() throws {
        let (run, asked) = try self.run(["keys", "revoke", "ci", "--dry-run", "--json"])
        #expect(run.status == 0)
        #expect(asked.last?.target.hasSuffix(":revoke?dry_run=true") == true)
        #expect(JSONValue(parsing: Array(run.output.utf8))?["dry_run"]?.bool == true)
    }

    @Test(arguments: [(401, 4), (403, 5), (404, 6), (409, 7), (412, 7), (422, 7), (400, 65), (503, 9), (500, 1)])
    func `a problem's status becomes the exit code, its document goes to stderr`(status: Int, code: Int32) throws {
        let problem = #"{"code":"some_code","detail":"what happened","status":\#(status)}"#
        let answers = ["GET /keys": FakeAdminAPI.Answer(status: status, body: problem)]
        let (run, _) = try self.run(["keys", "list", "--json"], answers: answers)
        #expect(run.status == code)
        #expect(run.output.isEmpty)
        #expect(JSONValue(parsing: Array(run.error.utf8)) == JSONValue(parsing: Array(problem.utf8)))
    }

    @Test(arguments: ["", "<html>", "[1,", #"{"data":7}"#])
    func `an answer that is not the API's does no harm`(body: String) throws {
        let (run, _) = try self.run(["keys", "list"], answers: ["GET /keys": .init(body: body)])
        #expect([0, 1].contains(run.status))
        let (refused, _) = try self.run(["keys", "list"], answers: ["GET /keys": .init(status: 502, body: body)])
        #expect(refused.status == 9)
    }

    @Test func `doctor fails on what it is told to`() throws {
        #expect(try self.run(["doctor"]).run.status == 0)
        #expect(try self.run(["doctor", "--fail-on", "critical"]).run.status == 0)
        let (run, _) = try self.run(["doctor", "--fail-on", "warning", "--json"])
        #expect(run.status == 3)
        #expect(JSONValue(parsing: Array(run.output.utf8)) != nil)
    }

    @Test func `completion offers live names, and is silent without a server`() throws {
        let arguments = ["---completion", "keys", "show", "--", "positional@0", "0", "0", ""]
        let served = try self.run(arguments, environment: ["SAP_SHELL": "bash"]).run
        #expect(served.output.contains("ci"))
        let alone = try ProgramRun(arguments, environment: CommandLineTests.nobody)
        #expect(!alone.output.contains("ci") && alone.error.isEmpty)
    }
}
