import Foundation
import Testing

@testable import gatehouse

/// Reviews of keys, each made by a command and met over HTTP: the built program, real processes and sockets.
@Suite struct ReviewEndToEndTests {
    private func get(_ server: ServedGatehouse, _ token: String, method: String = "GET") throws -> GatewayAnswer {
        try GatewayAnswer(port: server.gatewayPort, method, "/hello", fields: ["X-API-Key": token])
    }

    /// What is found of a key: names and the commands that mend it.
    private func findings(_ server: ServedGatehouse, of name: String, _ options: String = "") throws -> [String: String]
    {
        let page = try server.document("review \(options)")
        let key = page["data"]?.array?.first { $0["name"]?.string == name }
        let found = (key?["findings"]?.array ?? []).compactMap { finding -> (String, String)? in
            guard let kind = finding["kind"]?.string, let fix = finding["fix"]?.string else { return nil }
            return (kind, fix)
        }
        return Dictionary(found) { $1 }
    }

    /// Runs a command as it was printed.
    private func mend(_ server: ServedGatehouse, _ fix: String?) throws {
        let words = try #require(fix).split(separator: " ").map(String.init)
        #expect(words.first == "gatehouse")
        let run = try server.run(all: Array(words.dropFirst()))
        #expect(run.status == 0, "\(words): \(run.error)")
    }

    /// Reviews until the decision log has told of the key's use.
    private func awaitUse(_ server: ServedGatehouse, of name: String) throws {
        let deadline = Date(timeIntervalSinceNow: 30)
        while try self.findings(server, of: name)["over_permitted"] == nil, Date() < deadline {}
    }

    @Test func `every finding goes when its command is run as it is printed`() throws {
        let server = try ServedGatehouse.withWriting()
        let token = try server.quiet(
            "keys", "create", "loose", "--permission", "demo:*", "--permission", "other:read", "--never-expires",
            "--reason", "probe")
        for _ in 0..<2 { #expect(try self.get(server, token).status == 200) }
        try self.awaitUse(server, of: "loose")
        let found = try self.findings(server, of: "loose")
        #expect(Set(found.keys) == ["over_permitted", "no_expiry", "no_network_rule", "no_owner"])
        for fix in found.values { try self.mend(server, fix) }
        // What is in shadow has changed nothing yet.
        #expect(try Set(self.findings(server, of: "loose").keys) == ["over_permitted", "no_network_rule"])
        #expect(try self.get(server, token, method: "POST").status == 200)
        for policy in try server.document("policies list")["data"]?.array ?? [] {
            let id = try #require(policy["id"]?.string)
            #expect(policy["mode"]?.string == "shadow")
            _ = try server.document("policies update \(id) --mode enforce --yes")
        }
        let after = try self.findings(server, of: "loose")
        #expect(after["no_network_rule"] == nil)
        #expect(try self.get(server, token).status == 200)
        #expect(try self.get(server, token, method: "POST").code == "permission_missing")
    }

    @Test func `what a key uses is proposed and applied in shadow, and never what it has not`() throws {
        let server = try ServedGatehouse.withWriting()
        let token = try server.issue("one", "--permission", "demo:*", "--permission", "other:read")
        #expect(try self.get(server, token).status == 200)
        try self.awaitUse(server, of: "one")
        let review = try server.document("review propose one")
        #expect(review["proposed_permissions"] == .strings(["demo:read"]))
        #expect(review["idle_permissions"] == .strings(["other:read"]))
        let applied = try server.run("review", "propose", "one", "--apply")
        #expect(applied.status == 0 && applied.error.contains("gatehouse policies report pol_"), "\(applied.error)")
        #expect(try self.get(server, token, method: "POST").status == 200)
        let deadline = Date(timeIntervalSinceNow: 30)
        var refused: Int64?
        while refused != 1, Date() < deadline {
            refused = try server.document("policies report")["policies"]?.array?.first?["would_refuse"]?.integer
        }
        #expect(refused == 1)
        let again = try server.run("review", "propose", "one", "--apply")
        #expect(again.status == 7, "\(again.error)")
        _ = try server.issue("two")
        let nothing = try server.run("review", "propose", "two", "--apply")
        #expect(nothing.status == 7 && nothing.error.contains("nothing to propose"), "\(nothing.error)")
    }

    @Test func `monitoring is told by exit 3, and by a name that is not known what the names are`() throws {
        let server = try ServedGatehouse()
        _ = try server.issue("one")
        #expect(try server.run("review", "--fail-on", "no_network_rule").status == 3)
        #expect(try server.run("review", "--fail-on", "unused,never_used").status == 0)
        #expect(try server.run("review", "--fail-on", "no_network_rule", "--owner", "first-service").status == 3)
        let wrong = try server.run("review", "--fail-on", "untidy")
        #expect(wrong.status == 64 && wrong.error.contains("no_network_rule"), "\(wrong.error)")
        let table = try server.run("review")
        #expect(table.output.contains("no_network_rule") && table.output.contains("gatehouse policies create"))
    }

    @Test func `a sign-off is in the audit log with what was reviewed, and outlives the server`() throws {
        let server = try ServedGatehouse()
        let before = try server.document("review --owner first-service")["data"]?.array?.count
        let dry = try server.document("review sign-off --owner first-service --dry-run")
        #expect(dry["dry_run"] == true)
        let signed = try server.document("review sign-off --owner first-service --note November")
        #expect(signed["keys"]?.integer == before.map(Int64.init))
        #expect(try server.run("review", "owners", "--fail-on-due").status == 0)
        let digest = try #require(signed["list_digest"]?.string)
        server.stop(SIGKILL)
        try server.start()
        let entries = try server.document("audit list")["data"]?.array ?? []
        let entry = entries.filter { $0["action"]?.string == "review.sign_off" }
        #expect(entry.count == 1)
        let reason = try #require(entry.first?["reason"]?.string)
        #expect(reason.hasSuffix("list \(digest): November"), "\(reason)")
        let owner = try server.document("review owners --every-days 1")["data"]?.array?.first
        #expect(owner?["name"]?.string == "first-service" && owner?["due"] == false)
        #expect(owner?["last_sign_off"]?["sequence"] == entry.first?["sequence"])
    }
}
