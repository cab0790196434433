import Foundation
import Testing

@testable import gatehouse

/// Policies, rights for a time and rights taken away, each made by a command and met over HTTP: the built program, real
/// processes and sockets.
@Suite struct PolicyEndToEndTests {
    /// A key without an owner that has what is asked for, and nothing else.
    private func issue(_ server: ServedGatehouse, _ name: String, _ options: String...) throws -> String {
        let run = try server.run(all: ["keys", "create", name, "--boundary", "admin", "-q"] + options)
        #expect(run.status == 0, "\(run.error)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func get(
        _ server: ServedGatehouse, _ token: String, method: String = "GET", _ fields: [String: String] = [:]
    ) throws -> GatewayAnswer {
        try GatewayAnswer(
            port: server.gatewayPort, method, "/hello", fields: fields.merging(["X-API-Key": token]) { $1 })
    }

    @Test func `a policy is looked at in shadow, then refuses, lasts a restart, and is off again`() throws {
        let server = try ServedGatehouse.withWriting()
        let token = try self.issue(server, "one", "--permission", "demo:*")
        _ = try server.document("policies create office --network 203.0.113.0/24 --mode shadow")
        for _ in 0..<3 { #expect(try self.get(server, token).status == 200) }
        let last = try self.get(server, token)
        let explained = try server.reason(of: last)["rules"]?.array ?? []
        #expect(explained.last?["answer"]?.string == "would_refuse")
        #expect(explained.last?["code"]?.string == "address_not_allowed")
        let report = try server.document("policy report office")["policies"]?.array?.first
        #expect(report?["would_refuse"]?.integer == 4 && report?["requests"]?.integer == 4)
        #expect(report?["findings"]?.array?.first?["last_request_id"]?.string == last.requestID)
        _ = try server.document("policies update office --mode enforce --yes")
        #expect(try self.get(server, token).code == "address_not_allowed")
        server.stop(SIGKILL)
        try server.start()
        #expect(try self.get(server, token).code == "address_not_allowed")
        _ = try server.document("policies update office --mode off --yes")
        #expect(try self.get(server, token).status == 200)
    }

    @Test func `a policy of a role, of a route and of a segment is about those alone`() throws {
        let server = try ServedGatehouse.withWriting()
        _ = try server.document("roles create reader --permission demo:read")
        let reader = try self.issue(server, "reader", "--role", "reader")
        let other = try self.issue(server, "other", "--permission", "demo:*")
        _ = try server.document("policies create readers --for-role reader --network 203.0.113.0/24")
        #expect(try self.get(server, reader).code == "address_not_allowed")
        #expect(try self.get(server, other).status == 200)
        _ = try server.document("policies create writes --on-route demo-write --permission demo:read")
        #expect(try self.get(server, other, method: "POST").code == "permission_missing")
        #expect(try self.get(server, other).status == 200)
    }

    @Test func `step-up names what is missing, and a fresh grant or a second key is let through`() throws {
        let server = try ServedGatehouse.withWriting()
        let token = try self.issue(server, "one", "--permission", "demo:*")
        _ = try server.document("policies create vault --step-up grant:15m")
        let refused = try self.get(server, token)
        #expect(refused.status == 401 && refused.code == "step_up_required")
        #expect(refused.body.contains("\"means\":[\"grant\"]"))
        _ = try server.run(all: [
            "keys", "grant", "one", "--permission", "demo:read", "--for", "1h", "--reason", "on call",
        ])
        #expect(try self.get(server, token).status == 200)
        _ = try server.document("policies update vault --step-up second-key --yes")
        #expect(try self.get(server, token).body.contains("\"means\":[\"second_key\"]"))
        let second = try self.issue(server, "two", "--permission", "demo:read")
        #expect(try self.get(server, token, ["Gatehouse-Second-Key": second]).status == 200)
        #expect(try self.get(server, token, ["Gatehouse-Second-Key": token]).code == "step_up_required")
        // The second key never reaches the upstream.
        #expect(try !self.get(server, token, ["Gatehouse-Second-Key": second]).body.contains(second))
    }

    @Test func `a permission or a route that is withdrawn is gone at once, for that key alone`() throws {
        let server = try ServedGatehouse.withWriting()
        let token = try self.issue(server, "one", "--permission", "demo:*")
        let other = try self.issue(server, "two", "--permission", "demo:*")
        _ = try server.document("keys withdraw one --permission demo:write --yes")
        #expect(try self.get(server, token, method: "POST").code == "permission_missing")
        #expect(try self.get(server, token).status == 200)
        _ = try server.document("keys withdraw one --route demo-read --yes")
        #expect(try self.get(server, token).code == "route_withdrawn")
        #expect(try self.get(server, other).status == 200 && self.get(server, other, method: "POST").status == 200)
        _ = try server.document("keys update one --clear withdrawn --clear denied")
        #expect(try self.get(server, token).status == 200)
    }

    @Test func `rights for a time end by themselves`() throws {
        let server = try ServedGatehouse.withWriting()
        let token = try self.issue(server, "one", "--permission", "other:read")
        #expect(try self.get(server, token).code == "permission_missing")
        _ = try server.run(all: ["keys", "grant", "one", "--role", "temporary", "--for", "2s", "--reason", "x"])
        #expect(try self.get(server, token).status == 200)
        let deadline = Date(timeIntervalSinceNow: 30)
        var code: String? = nil
        while code == nil, Date() < deadline { code = try self.get(server, token).code }
        #expect(code == "permission_missing")
    }

    @Test func `a route that is none cannot be withdrawn, and the routes there are are named`() throws {
        let server = try ServedGatehouse.withWriting()
        let token = try self.issue(server, "one", "--permission", "demo:*")
        let run = try server.run("keys", "withdraw", "one", "--route", "demo-red", "--yes")
        #expect(run.status != 0 && run.error.contains("no route is called demo-red"), "\(run.error)")
        #expect(run.error.contains("demo-read, demo-write"), "\(run.error)")
        #expect(try self.get(server, token).status == 200)
    }

    @Test func `a policy is promoted into another environment, in shadow`() throws {
        let server = try ServedGatehouse.withWriting()
        _ = try server.document("environments create staging --project demo --tag stage")
        _ = try server.document("policies create office --environment staging --network 203.0.113.0/24")
        let promoted = try server.document("policies promote office --environment staging --to dev")
        #expect(promoted["mode"]?.string == "shadow" && promoted["rollout_percent"]?.integer == 100)
        let token = try self.issue(server, "one", "--environment", "dev", "--permission", "demo:*")
        #expect(try self.get(server, token).status == 200)
    }

    @Test func `cyclic roles, roles too deep, and grants without end are refused with the reason`() throws {
        let server = try ServedGatehouse.withWriting()
        _ = try server.document("roles create a")
        _ = try server.document("roles create b --inherits a")
        let cycle = try server.run("roles", "update", "a", "--inherits", "b", "--yes")
        #expect(cycle.status == 7 && cycle.error.contains("must not lead back"))
        var last = "b"
        for number in 0..<6 {
            _ = try server.document("roles create r\(number) --inherits \(last)")
            last = "r\(number)"
        }
        let deep = try server.run("roles", "create", "deep", "--inherits", last)
        #expect(deep.status == 7 && deep.error.contains("deeper than 8"))
        _ = try self.issue(server, "one", "--permission", "demo:read")
        let long = try server.run("keys", "grant", "one", "--role", "temporary", "--for", "2d", "--reason", "x")
        #expect(long.status == 7 && long.error.contains("at most 86400"))
    }
}
