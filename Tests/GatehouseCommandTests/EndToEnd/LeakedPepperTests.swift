import Foundation
import Testing

@testable import gatehouse

/// A pepper has leaked, and a real server is told so from the shell: keys that nobody presents are put under another one,
/// go on working, and the old one goes in the end.
@Suite struct LeakedPepperTests {
    private func document(_ server: ServedGatehouse, _ words: String...) throws -> JSONValue {
        let run = try server.run(all: words + ["--json"])
        #expect(run.status == 0, "\(words): \(run.error)")
        return try #require(JSONValue(parsing: Array(run.output.utf8)))
    }

    private func names(_ server: ServedGatehouse, _ id: String, _ form: String...) throws -> Set<String> {
        let run = try server.run(all: ["rotation", "keys", id, "--json"] + form)
        #expect(run.status == 0, "\(run.error)")
        let page = try #require(JSONValue(parsing: Array(run.output.utf8))?["data"]?.array)
        return Set(page.compactMap { $0["name"]?.string })
    }

    private func findings(_ server: ServedGatehouse) throws -> String { try server.run("doctor", "--json").output }

    @Test func `unused keys are nested, work across a kill, move at their use, and the old pepper is destroyed`() throws
    {
        let server = try ServedGatehouse()
        let (idle, used) = (try server.issue("idle"), try server.issue("used"))
        let first = server.firstToken
        let started = try self.document(server, "rotation", "start", "pepper", "--environment", "dev", "--leaked")
        let id = try #require(started["id"]?.string)
        #expect(started["nested"]?.integer == 3 && started["remaining"]?.integer == 3)
        #expect(started["leaked_at"] != nil && started["nested_at"] != nil)
        #expect(try self.names(server, id, "--alone").isEmpty)
        #expect(try self.names(server, id, "--nested") == self.names(server, id))
        #expect(try self.findings(server).contains("pepper_leaked"))
        let shown = try self.document(server, "keys", "show", "idle")
        #expect(shown["versions"]?.array?.first?["is_nested"]?.bool == true)

        server.stop(SIGKILL)
        try server.start()
        #expect(try server.get(used).status == 200)
        #expect(try server.get(first).status == 200)
        #expect(try server.get(String(used.dropLast(10)) + "0000000000").status == 401)
        // The digests of good uses are stored a moment later.
        try self.wait { try self.names(server, id) == ["idle"] }
        let resumed = try self.document(server, "rotation", "resume", id)
        #expect(resumed["phase"]?.string == "moving" && resumed["nested"]?.integer == 1)
        #expect(try self.document(server, "rotation", "leaked", id)["nested_at"] == resumed["nested_at"])

        // Told that the new one has leaked as well, another one comes, and the idle key lies under both.
        let again = try self.document(server, "rotation", "leaked", id, "--pepper", "2")
        #expect(again["new_key"]?.string == "3" && again["nested"]?.integer == 3)
        for token in [idle, used, first] { #expect(try server.get(token).status == 200) }
        try self.wait { try self.names(server, id).isEmpty }
        #expect(try self.document(server, "rotation", "resume", id)["phase"]?.string == "finished")
        #expect(try !self.findings(server).contains("pepper_leaked"))
        for act in ["pepper.leak", "rotation.nested", "rotation.residual_zero", "rotation.finish"] {
            #expect(try self.document(server, "audit", "list", "--action", act)["data"]?.array?.isEmpty == false)
        }
        #expect(server.stop() == 0)
        let examined = try server.run("fsck")
        #expect(examined.status == 0, "\(examined.output)\(examined.error)")
        try server.start()
        for token in [idle, used, first] { #expect(try server.get(token).status == 200) }
    }

    @Test func `a kill while keys are nested takes nothing back`() throws {
        let server = try ServedGatehouse()
        var tokens: [String] = []
        for number in 0..<40 { tokens.append(try server.issue("key-\(number)")) }
        let id = try #require(
            try self.document(server, "rotation", "start", "pepper", "--environment", "dev")["id"]?.string)
        // Nobody waits for the answer: the server dies somewhere on the way.
        let asked = try BackgroundProgram(
            ["rotation", "leaked", id], folder: server.folder,
            environment: ["GATEHOUSE_CONFIG": server.configuration])
        try self.wait { try self.document(server, "rotation", "show", id)["leaked_at"] != nil }
        server.stop(SIGKILL)
        asked.end(SIGKILL)
        try server.start()
        let told = try self.document(server, "rotation", "leaked", id)
        #expect(told["nested"]?.integer == 41 && told["remaining"]?.integer == 41 && told["nested_at"] != nil)
        for token in tokens { #expect(try server.get(token).status == 200) }
    }

    @Test func `keys that come in while the pepper is replaced work, and none stays under the leaked one`() throws {
        let server = try ServedGatehouse()
        #expect(try server.run("environments", "update", "dev", "--foreign-tokens", "admit").status == 0)
        // Each token takes a slow hash, so that the leak is told of between the first of them and the last.
        let tokens = (0..<300).map { "summer-\(1000 + $0)" }
        let rows = tokens.enumerated().map { "\($0),key \($0),\($1),demo:read\n" }
        let path = server.folder + "/import.csv"
        try ("id,name,token,permissions\n" + rows.joined()).write(toFile: path, atomically: true, encoding: .utf8)
        let importing = try BackgroundProgram(
            ["keys", "import", path, "--format", "csv", "--json"], folder: server.folder,
            environment: ["GATEHOUSE_CONFIG": server.configuration])
        try self.wait { try !server.run("keys", "list", "--imported", "--quiet").output.isEmpty }
        let started = try self.document(server, "rotation", "start", "pepper", "--environment", "dev", "--leaked")
        let id = try #require(started["id"]?.string)
        #expect(importing.ended() == 0)
        let resumed = try self.document(server, "rotation", "resume", id)
        #expect(resumed["nested_at"] != nil && resumed["nested"] == resumed["remaining"])
        let nested = try #require(resumed["nested"]?.integer)
        #expect((100..<300).contains(nested), "the pepper was not replaced on the way: \(nested)")
        #expect(try self.names(server, id, "--alone").isEmpty)
        for token in [tokens[0], tokens[99], tokens[100], tokens[150], tokens[200], tokens[299]] {
            #expect(try server.get(token).status == 200, "\(token)")
        }
        let again = try self.document(server, "keys", "import", path, "--format", "csv")
        #expect(again["unchanged"]?.integer == 300)
    }

    @Test func `a leak that leaves no room for another pepper is written down before it is said`() throws {
        let server = try ServedGatehouse()
        let started = try self.document(server, "rotation", "start", "pepper", "--environment", "dev", "--leaked")
        let id = try #require(started["id"]?.string)
        for pepper in ["2", "3"] { _ = try self.document(server, "rotation", "leaked", id, "--pepper", pepper) }
        for _ in 0..<2 {
            let full = try server.run("rotation", "leaked", id, "--pepper", "4")
            #expect(full.status == ExitReason.conflict.rawValue && full.error.contains("pepper 4 has leaked"))
            #expect(full.error.contains("gatehouse rotation keys \(id)"))
        }
        let leaks = try self.document(server, "audit", "list", "--action", "pepper.leak")["data"]?.array
        #expect(leaks?.count == 4)
        #expect(try self.document(server, "rotation", "show", id)["nested_at"] == nil)
        #expect(try server.get(server.firstToken).status == 200)
        // Its good use is what the rotation has waited for: there is room then, and it goes on.
        try self.wait { try self.names(server, id).isEmpty }
        let resumed = try self.document(server, "rotation", "resume", id)
        #expect(resumed["new_key"]?.string == "5" && resumed["nested_at"] != nil)
        #expect(try server.get(server.firstToken).status == 200)
    }

    @Test func `what has no pepper does not leak`() throws {
        for words in [["keyring", "--leaked"], ["root", "--leaked"], ["log-key", "--leaked"]] {
            #expect(try ProgramRun(["rotation", "start"] + words).status == ExitReason.usage.rawValue)
        }
        let both = try ProgramRun(["rotation", "keys", "rky_p9Vx4Lm1Tz7KcQ2s", "--alone", "--nested"])
        #expect(both.status == ExitReason.usage.rawValue)
    }

    /// Asks until it is so.
    private func wait(for condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while try !condition() { try #require(ContinuousClock.now < deadline, "it never came to be") }
    }
}
