import Auditing
import Foundation
import Testing

@testable import gatehouse

/// The key that signs the audit log is replaced while a real server runs, and everybody who trusts the old one goes on.
@Suite struct LogKeyTests {
    private func signatures(_ server: ServedGatehouse) throws -> Int {
        try SignedNote(Array(try server.run("audit", "checkpoint").output.utf8)).signatures.count
    }

    private func phase(_ run: ProgramRun) throws -> String? {
        #expect(run.status == 0, "\(run.error)")
        return JSONValue(parsing: Array(run.output.utf8))?["phase"]?.string
    }

    @Test func `both keys sign, across a kill, and the old key leads to the new one in a copy`() throws {
        let server = try ServedGatehouse()
        _ = try server.issue("before")
        let old = try server.quiet("audit", "key")
        #expect(try self.phase(server.run("rotation", "start", "log-key", "--json")) == "moving")
        let new = try server.quiet("audit", "key")
        let name = try #require(old.split(separator: "+").first)
        #expect(new != old && new.hasPrefix(name + "+"))
        #expect(try self.signatures(server) == 2)
        server.stop(SIGKILL)
        try server.start()
        #expect(try self.signatures(server) == 2)
        let proof = server.folder + "/proof"
        let created = try server.run(
            "keys", "create", "ci", "--permission", "demo:read", "--proof-file", proof, "--json")
        let sequence = try #require(
            JSONValue(parsing: Array(created.output.utf8))?.value(at: "audit.sequence")?.integer)
        let entry = server.folder + "/entry"
        let shown = try server.run("audit", "show", "\(sequence)", "--json").output
        try #require(JSONValue(parsing: Array(shown.utf8))?["leaf"]?.string)
            .write(toFile: entry, atomically: true, encoding: .utf8)
        for key in [old, new] {
            let run = try server.run("audit", "verify", "--proof", proof, "--entry", entry, "--key", key)
            #expect(run.status == 0, "\(run.output)\(run.error)")
        }
        #expect(server.stop() == 0)
        for key in [old, new] {
            let run = try server.run("audit", "verify", server.data + "/audit", "--key", key, "--json")
            #expect(run.status == 0, "\(run.output)\(run.error)")
            #expect(JSONValue(parsing: Array(run.output.utf8))?["key"]?.string == new)
        }
    }

    @Test func `after a compromise the old key signs nothing more, and verifies by the note alone`() throws {
        let server = try ServedGatehouse()
        let old = try server.quiet("audit", "key")
        let started = try server.run("rotation", "start", "log-key", "--overlap", "0s", "--json")
        #expect(try self.phase(started) == "finished")
        #expect(try self.signatures(server) == 1)
        let proof = server.folder + "/proof"
        _ = try server.run("keys", "create", "ci", "--permission", "demo:read", "--proof-file", proof, "--json")
        let sequence = try LogProof(text: Array(try Data(contentsOf: URL(fileURLWithPath: proof)))).index
        let entry = server.folder + "/entry"
        let shown = try server.run("audit", "show", "\(sequence)", "--json").output
        try #require(JSONValue(parsing: Array(shown.utf8))?["leaf"]?.string)
            .write(toFile: entry, atomically: true, encoding: .utf8)
        let listed = try server.run("audit", "keys", "--json").output
        let keys = try #require(JSONValue(parsing: Array(listed.utf8))?["data"]?.array)
        #expect(keys.compactMap { $0["state"]?.string } == ["signing", "destroyed"])
        let note = try SignedNote(Array(try #require(keys.first?["succession"]?.string).utf8))
        #expect(try KeySuccession(note).old.description == old)
        #expect(server.stop() == 0)
        let folder = server.data + "/audit"
        #expect(try server.run("audit", "verify", folder, "--key", old).status == 0)
        #expect(try server.run("audit", "verify", "--proof", proof, "--entry", entry, "--key", old).status == 3)
        let followed = try server.run(
            "audit", "verify", "--proof", proof, "--entry", entry, "--key", old, "--keys", folder + "/keys")
        #expect(followed.status == 0, "\(followed.output)\(followed.error)")
        let examined = try server.run("fsck")
        #expect(examined.status == 0, "\(examined.output)\(examined.error)")
        // Without the note nothing leads from the old key to the new one.
        try FileManager.default.removeItem(atPath: folder + "/keys")
        #expect(try server.run("audit", "verify", folder, "--key", old).status == 3)
        try server.start()
        #expect(server.stop() == 0)
        #expect(FileManager.default.fileExists(atPath: folder + "/keys/2"))
    }

    @Test func `options that go with other keys are refused`() throws {
        for words in [
            ["log-key", "--grace", "1d"], ["log-key", "--environment", "live"], ["pepper", "--overlap", "1d"],
        ] {
            let run = try ProgramRun(["rotation", "start"] + words)
            #expect(run.status == ExitReason.usage.rawValue, "\(words)")
        }
    }
}
