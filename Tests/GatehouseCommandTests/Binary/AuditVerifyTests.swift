import Foundation
import TestKit
import Testing

@testable import gatehouse

/// `gatehouse audit verify` on copies of logs, as an auditor has them: a folder and a key.
@Suite struct AuditVerifyTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/gatehouse-audit-\(UUID().uuidString)"
    private let log: PublishedLog

    init() throws { self.log = try PublishedLog(entries: 300) }

    private func verify(_ log: PublishedLog, _ arguments: [String] = []) throws -> ProgramRun {
        try log.write(to: self.folder)
        defer { try? FileManager.default.removeItem(atPath: self.folder) }
        return try ProgramRun(["audit", "verify", self.folder, "--key", log.key] + arguments)
    }

    @Test func `a log that was not touched is good`() throws {
        let run = try self.verify(self.log, ["--json"])
        #expect(run.status == 0)
        let document = try #require(JSONValue(parsing: Array(run.output.utf8)))
        #expect(document["state"]?.string == "good")
        #expect(document["size"]?.integer == 300)
        #expect(document["origin"]?.string == PublishedLog.origin)
        #expect(try self.verify(self.log).output.contains("size\t300\n"))
    }

    @Test func `the first bad entry is named, and the exit code is 3`() throws {
        var changed = self.log
        changed.files["tile/entries/001.p/44"]?[40] ^= 1
        let run = try self.verify(changed, ["--json"])
        #expect(run.status == 3)
        #expect(run.error.isEmpty)
        let document = try #require(JSONValue(parsing: Array(run.output.utf8)))
        #expect(document["state"]?.string == "bad")
        #expect(document["code"]?.string == "entry_changed")
        #expect(document["entry"]?.integer == 256)
        #expect(document["file"]?.string == "tile/entries/001.p/44")
    }

    @Test func `a witness that was asked for must have cosigned`() throws {
        let run = try self.verify(self.log, ["--witness", try PublishedLog.witnessKey("w.example/1", key: 9)])
        #expect(run.status == 3)
        #expect(run.output.contains("witness_missing"))
    }

    @Test func `a log extends its older copy, and a fork does not`() throws {
        let older = self.folder + "-older"
        try self.log.write(to: older)
        defer { try? FileManager.default.removeItem(atPath: older) }
        let longer = try PublishedLog(entries: 400)
        #expect(try self.verify(longer, ["--extends", older]).status == 0)
        #expect(try self.verify(longer, ["--extends", older + "/checkpoint"]).status == 0)
        var leaves = PublishedLog.leaves(400)
        leaves[123] = PublishedLog.leaf(at: 123, telling: "another story")
        let run = try self.verify(PublishedLog(leaves: leaves), ["--extends", older, "--json"])
        #expect(run.status == 3)
        let document = try #require(JSONValue(parsing: Array(run.output.utf8)))
        #expect(document["code"]?.string == "history_forked")
        #expect(document["entry"]?.integer == 123)
    }

    @Test func `a proof is verified against its entry`() throws {
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: self.folder) }
        let (proof, entry, other) = (self.folder + "/77.tlog-proof", self.folder + "/77.json", self.folder + "/78.json")
        try self.log.proofText(of: 77).write(toFile: proof, atomically: true, encoding: .utf8)
        try Data(self.log.leaves[77] + [0x0a]).write(to: URL(fileURLWithPath: entry))
        try Data(self.log.leaves[78]).write(to: URL(fileURLWithPath: other))
        let options = ["--key", self.log.key, "--json"]
        let good = try ProgramRun(["audit", "verify", "--proof", proof, "--entry", entry] + options)
        #expect(good.status == 0)
        #expect(JSONValue(parsing: Array(good.output.utf8))?["entry"]?.integer == 77)
        let bad = try ProgramRun(["audit", "verify", "--proof", proof, "--entry", other] + options)
        #expect(bad.status == 3)
        #expect(JSONValue(parsing: Array(bad.output.utf8))?["code"]?.string == "proof_rejected")
    }

    @Test func `what cannot be verified at all is not called bad`() throws {
        let key = self.log.key
        #expect(try ProgramRun(["audit", "verify", "/nonexistent", "--key", key]).status == 65)
        #expect(try ProgramRun(["audit", "verify", ".", "--key", "no key"]).status == 64)
        #expect(try ProgramRun(["audit", "verify", "--key", key]).status == 64)
        #expect(try ProgramRun(["audit", "verify", ".", "--proof", "p", "--entry", "e", "--key", key]).status == 64)
        #expect(try ProgramRun(["audit", "verify", "--proof", "p", "--key", key]).status == 64)
        #expect(try ProgramRun(["audit", "verify", "--proof", "p", "--entry", "e", "--key", key]).status == 65)
        #expect(try ProgramRun(["audit", "verify", ".", "--key", key, "--extends", "/nonexistent"]).status == 65)
        #expect(try ProgramRun(["audit", "verify", ".", "--key", key, "--quorum", "1"]).status == 64)
    }

    @Test(.enabled(if: SchemaCheck.isAvailable, "python3 has no jsonschema"))
    func `both answers keep to the schema`() throws {
        let good = try self.verify(self.log, ["--json"]).output
        var changed = self.log
        changed.files["checkpoint"] = nil
        let bad = try self.verify(changed, ["--json"]).output
        #expect(SchemaCheck.accepts(good, command: "audit verify"))
        #expect(SchemaCheck.accepts(bad, command: "audit verify"))
    }
}
