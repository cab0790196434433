import Foundation
import Testing

@testable import gatehouse

/// A key is issued, guards a real API, is limited, rotated and revoked: the built program, real processes and sockets.
@Suite struct KeyLifeTests {
    @Test func `the first key opens the demo API, and nothing else does`() throws {
        let server = try ServedGatehouse()
        #expect(server.report.contains("curl -i -H 'X-API-Key: \(server.firstToken)' http://127.0.0.1:"))
        let admitted = try server.get(server.firstToken)
        #expect(admitted.status == 200)
        #expect(admitted.document?["headers"]?["x-api-key"] == nil, "the key must not reach the upstream")
        #expect(admitted.document?["headers"]?["gatehouse-key-id"] != nil)
        let missing = try server.get(nil)
        #expect(missing.status == 401 && missing.code == "credential_missing")
        #expect(missing.fields["www-authenticate"] == #"Bearer realm="gatehouse""#)
        let wrong = try server.get(String(server.firstToken.dropLast()) + "~")
        #expect(wrong.status == 401 && wrong.code == "credential_rejected")
        let exposed = try server.get(nil, path: "/hello?key=\(server.firstToken)")
        #expect(exposed.status == 400 && exposed.code == "credential_in_query")
        for answer in [missing, wrong, exposed] {
            #expect(try server.reason(of: answer)["code"]?.string == answer.code)
        }
        #expect(try server.reason(of: admitted)["outcome"]?.string == "admit")
        #expect(server.stop(SIGINT) == 0)
    }

    @Test func `over the limit there is a 429 that says when to come back`() throws {
        let server = try ServedGatehouse()
        let token = try server.issue("limited", "--limit", "3/1h")
        for _ in 0..<3 { #expect(try server.get(token).status == 200) }
        let over = try server.get(token)
        #expect(over.status == 429)
        #expect(over.code == "limit_exceeded")
        for field in ["ratelimit", "ratelimit-policy", "retry-after"] { #expect(over.fields[field] != nil, "\(field)") }
        let members = [
            "error", "current_usage", "limit", "reset_time", "retry_after", "violated-policies", "request_id",
        ]
        for member in members { #expect(over.document?[member] != nil, "\(member)") }
        #expect(try server.reason(of: over)["code"]?.string == "limit_exceeded")
    }

    @Test func `both secrets work after a rotation, and neither after a revocation`() throws {
        let server = try ServedGatehouse()
        let rotated = try server.quiet("keys", "rotate", "first-key", "--yes")
        #expect(try server.get(server.firstToken).status == 200)
        #expect(try server.get(rotated).status == 200)
        #expect(try server.get(server.firstToken).fields["deprecation"] != nil)
        #expect(try server.run("keys", "revoke", "first-key").status == ExitReason.usage.rawValue)
        #expect(try server.get(rotated).status == 200, "nothing is revoked without a confirmation")
        #expect(try server.run("keys", "revoke", "first-key", "--confirm=first-key").status == 0)
        for token in [server.firstToken, rotated] {
            let refused = try server.get(token)
            #expect(refused.status == 401 && refused.code == "credential_rejected")
            #expect(try server.reason(of: refused)["status"]?.integer == 401)
        }
        #expect(try server.run("keys", "resume", "first-key").status != 0, "revoked keys never come back")
    }

    @Test func `an emergency rotation ends the old secret with the answer`() throws {
        let server = try ServedGatehouse()
        let rotated = try server.quiet("keys", "rotate", "first-key", "--overlap", "0", "--confirm=first-key")
        #expect(try server.get(server.firstToken).status == 401)
        #expect(try server.get(rotated).status == 200)
    }

    @Test func `a suspended key comes back, and many keys end at once`() throws {
        let server = try ServedGatehouse()
        let token = try server.issue("batch", "--tag", "leaked")
        #expect(try server.run("keys", "suspend", "batch", "--yes").status == 0)
        #expect(try server.get(token).code == "key_suspended")
        #expect(try server.run("keys", "resume", "batch").status == 0)
        #expect(try server.get(token).status == 200)
        let preview = try server.run("keys", "revoke", "--tag", "leaked", "--dry-run", "--json")
        let radius = JSONValue(parsing: Array(preview.output.utf8))
        #expect(radius?.value(at: "blast_radius.keys")?.integer == 1)
        #expect(try server.get(token).status == 200)
        #expect(try server.run("keys", "revoke", "--tag", "leaked", "--confirm=leaked").status == 0)
        #expect(try server.get(token).status == 401)
        #expect(try server.get(server.firstToken).status == 200)
    }
}
