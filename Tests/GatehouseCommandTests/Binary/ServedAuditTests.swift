import Foundation
import Testing

@testable import gatehouse

/// Proofs of acts, and the audit log, against an API of canned answers.
@Suite struct ServedAuditTests {
    private static let proof =
        "c2sp.org/tlog-proof@v1\nindex 12\nAAAA\n\nlog.example/a\n13\nBBBB\n\n\u{2014} log.example/a CCCC\n"
    private static let checkpoint = "log.example/a\n13\nBBBB\n\n\u{2014} log.example/a CCCC\n"
    private static let audit = #","audit":{"sequence":12,"proof":"\#(proof.replacing("\n", with: "\\n"))"}}"#

    private static var answers: [String: FakeAdminAPI.Answer] {
        var answers = SampleAnswers.server
        for line in ["POST /keys", "POST /keys/\(SampleAnswers.keyID):suspend"] {
            guard let answer = answers[line] else { continue }
            answers[line] = .init(status: answer.status, body: answer.body.dropLast() + Self.audit)
        }
        answers["GET /audit/checkpoint"] = .init(body: Self.checkpoint)
        answers["GET /audit/key"] = .init(body: "log.example/a+00112233+AQID\n")
        answers["GET /audit/entries/12/proof"] = .init(body: Self.proof)
        answers["GET /audit/entries/12"] = .init(body: #"{"sequence":12,"action":"key.issue","leaf":"{}"}"#)
        return answers
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> ProgramRun {
        let server = try FakeAdminAPI(Self.answers)
        defer { server.stop() }
        let address = ["GATEHOUSE_ADDR": "unix:" + server.path]
        return try ProgramRun(arguments, environment: address.merging(environment) { $1 })
    }

    private func path() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    }

    private static let terminal = ["GATEHOUSE_FORCE_TTY": "100", "NO_COLOR": "1"]

    @Test func `a person is told where an act stands, and is not shown the proof`() throws {
        let run = try self.run("keys", "suspend", "ci", "--yes", environment: Self.terminal)
        #expect(run.status == 0)
        #expect(run.error.contains("audit entry 12, proven in tree of 13"))
        #expect(!run.output.contains("tlog-proof"))
    }

    @Test func `programs get the API's document, proof and all`() throws {
        let run = try self.run("keys", "suspend", "ci", "--yes", "--json")
        let document = try #require(JSONValue(parsing: Array(run.output.utf8)))
        #expect(document.value(at: "audit.proof")?.string == Self.proof)
        #expect(!run.error.contains("audit entry"))
        let chosen = try self.run("keys", "suspend", "ci", "--yes", "--json", "--fields", "audit.sequence")
        #expect(chosen.output == "{\"audit.sequence\":12}\n" || chosen.output == "{\"audit\":{\"sequence\":12}}\n")
    }

    @Test func `the proof of an act goes into a file`() throws {
        for act in [["keys", "suspend", "ci", "--yes"], ["keys", "create", "ci", "-q"]] {
            let path = self.path()
            defer { try? FileManager.default.removeItem(atPath: path) }
            let server = try FakeAdminAPI(Self.answers)
            defer { server.stop() }
            let run = try ProgramRun(
                act + ["--proof-file", path], environment: ["GATEHOUSE_ADDR": "unix:" + server.path])
            #expect(run.status == 0, "\(run.error)")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.proof)
        }
    }

    @Test func `the proof and the secret of one act go into two files`() throws {
        let (secret, proof) = (self.path(), self.path())
        defer { for path in [secret, proof] { try? FileManager.default.removeItem(atPath: path) } }
        let run = try self.run("keys", "create", "ci", "--secret-file", secret, "--proof-file", proof)
        #expect(run.status == 0)
        #expect(try SecretFile.read(secret) == SampleAnswers.secret + "\n")
        #expect(try String(contentsOfFile: proof, encoding: .utf8) == Self.proof)
    }

    @Test func `without a place for the proof the act is not done`() throws {
        let server = try FakeAdminAPI(Self.answers)
        defer { server.stop() }
        let taken = self.path()
        #expect(FileManager.default.createFile(atPath: taken, contents: nil))
        defer { try? FileManager.default.removeItem(atPath: taken) }
        for path in [taken, "/nowhere/proof"] {
            let run = try ProgramRun(
                ["keys", "suspend", "ci", "--yes", "--proof-file", path],
                environment: ["GATEHOUSE_ADDR": "unix:" + server.path])
            #expect(run.status != 0 && run.error.contains(path))
        }
        #expect(server.asked.allSatisfy { $0.method == "GET" })
    }

    @Test func `an act that changed nothing leaves no proof file`() throws {
        let path = self.path()
        let run = try self.run("keys", "rotate", "ci", "--cancel", "--yes", "--proof-file", path)
        #expect(run.status == 0)
        #expect(run.error.contains("there is no proof"))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `proof and checkpoint are printed as they are, and as documents`() throws {
        #expect(try self.run("audit", "prove", "12").output == Self.proof)
        #expect(try self.run("audit", "checkpoint").output == Self.checkpoint)
        let proof = try self.run("audit", "prove", "12", "--json").output
        #expect(JSONValue(parsing: Array(proof.utf8))?["tree_size"] == 13)
        let head = try self.run("audit", "checkpoint", "--json").output
        let document = try #require(JSONValue(parsing: Array(head.utf8)))
        #expect(document["origin"]?.string == "log.example/a" && document["size"] == 13)
        #expect(document["root_hash"]?.string == "BBBB" && document["checkpoint"]?.string == Self.checkpoint)
        let path = self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try self.run("audit", "prove", "12", "--proof-file", path).output.isEmpty)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.proof)
        #expect(try self.run("audit", "show", "12").output.contains("key.issue"))
    }

    @Test func `the log's key is printed alone`() throws {
        #expect(try self.run("audit", "key").output == "log.example/a+00112233+AQID\n")
        let document = JSONValue(parsing: Array(try self.run("audit", "key", "--json").output.utf8))
        #expect(document?["name"]?.string == "log.example/a")
        #expect(document?["verifier_key"]?.string == "log.example/a+00112233+AQID")
    }

    @Test func `an entry that is not there ends with 6, a number that is none with 64`() throws {
        #expect(try self.run("audit", "prove", "99").status == 6)
        #expect(try self.run("audit", "show", "99").status == 6)
        #expect(try self.run("audit", "show", "-1").status == 64)
        #expect(try self.run("audit", "prove", "first").status == 64)
    }
}
