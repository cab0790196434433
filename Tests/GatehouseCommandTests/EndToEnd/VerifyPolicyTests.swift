import Foundation
import Testing

@testable import gatehouse

/// Policies and limits in shadow where services and proxies ask: the built program, real processes and sockets.
@Suite struct VerifyPolicyTests {
    /// One that answers services and proxies, with a route whose limit is in shadow.
    private static func served() throws -> ServedGatehouse {
        try ServedGatehouse { _ in
            .init(
                settings: """
                      - name: trial
                        path: /trial
                        methods: [GET]
                        upstream: demo
                        project: demo
                        environment: dev
                        limits:
                          - {name: real, scope: key, windows: [{limit: 100, seconds: 60}]}
                          - {name: burst, scope: key, windows: [{limit: 1, seconds: 60}], onExceed: shadow}
                    verify: {port: 0, forwardAuth: {callers: {addresses: [127.0.0.1]}}}

                    """)
        }
    }

    /// Asks about a key in every dialect there is, the batch last.
    private func ask(_ server: ServedGatehouse, _ token: String, by caller: String) throws -> [GatewayAnswer] {
        let native = try server.verify(token, by: caller, members: #","address":"192.0.2.7""#)
        let unkey = try GatewayAnswer(
            port: server.verifyPort, "POST", "/v2/keys.verifyKey", fields: ["Authorization": "Bearer \(caller)"],
            body: #"{"key":"\#(token)"}"#)
        let forwardAuth = try self.forwardAuth(server, token)
        let extAuthz = try GatewayAnswer(
            port: server.verifyPort, "GET", "/v1/ext-authz/hello",
            fields: ["X-API-Key": token, "X-Forwarded-For": "192.0.2.7"])
        let batch = try GatewayAnswer(
            port: server.verifyPort, "POST", "/v1/keys:batchVerify", fields: ["Authorization": "Bearer \(caller)"],
            body: #"{"verifications":[{"key":"\#(token)","address":"192.0.2.7"}]}"#)
        return [native, unkey, forwardAuth, extAuthz, batch]
    }

    private func forwardAuth(
        _ server: ServedGatehouse, _ token: String, _ target: String = "/hello"
    ) throws -> GatewayAnswer {
        try GatewayAnswer(
            port: server.verifyPort, "GET", "/v1/forward-auth",
            fields: [
                "X-API-Key": token, "X-Forwarded-Method": "GET", "X-Forwarded-Host": "a", "X-Forwarded-Uri": target,
                "X-Forwarded-Proto": "http", "X-Forwarded-For": "192.0.2.7",
            ])
    }

    @Test func `a policy in shadow refuses nobody there, the report names the key, and why every rule`() throws {
        let server = try Self.served()
        let caller = try server.quiet("keys", "create", "asker", "--permission", "keys:verify")
        let token = try server.issue("asked")
        let key = try #require(try server.document("keys show asked")["id"]?.string)
        _ = try server.document("policies create office --for-key asked --network 203.0.113.0/24 --mode shadow")
        let answers = try self.ask(server, token, by: caller)
        for answer in answers {
            #expect(answer.status == 200 && !answer.body.contains("address_not_allowed"), "\(answer.body)")
        }
        #expect(answers[0].document?["valid"]?.bool == true)
        #expect(answers[1].document?["data"]?["code"]?.string == "VALID")
        let report = try server.document("policies report office")
        let findings = report["policies"]?.array?.first?["findings"]?.array ?? []
        let found = findings.first { $0["key_id"]?.string == key }
        #expect(found?["requests"]?.integer == Int64(answers.count))
        // A verification of a batch has an id of its own, which stands in the body.
        let batched = answers[4].document?["results"]?.array?.first?["request_id"]?.string
        let ids = answers.prefix(4).map(\.requestID) + [try #require(batched)]
        #expect(ids.contains(found?["last_request_id"]?.string ?? ""))
        for id in ids {
            let why = try server.run("why", id, "--json")
            let rules = JSONValue(parsing: Array(why.output.utf8))?["rules"]?.array ?? []
            let told = rules.filter { $0["answer"]?.string == "would_refuse" }
            #expect(told.map { $0["code"]?.string } == ["address_not_allowed"], "\(why.output)\(why.error)")
        }
        _ = try server.document("policies update office --mode enforce --yes")
        let refused = try self.ask(server, token, by: caller)
        #expect(refused[0].code == "address_not_allowed")
        #expect(refused[1].document?["data"]?["code"]?.string == "FORBIDDEN")
        #expect(refused[2].status == 403 && refused[3].status == 403)
    }

    @Test func `where a quota is spent faster than it is written, every dialect waits and none refuses`() throws {
        let server = try Self.served()
        let caller = try server.quiet("keys", "create", "asker", "--permission", "keys:verify")
        let token = try server.issue("asked", "--limit", "month=1000/month")
        for round in 0..<12 {
            let native = try server.verify(token, by: caller, members: #","cost":20"#)
            #expect(native.document?["valid"]?.bool == true, "\(round): \(native.body)")
            let unkey = try GatewayAnswer(
                port: server.verifyPort, "POST", "/v2/keys.verifyKey", fields: ["Authorization": "Bearer \(caller)"],
                body: #"{"key":"\#(token)","ratelimits":[{"name":"month","cost":20}]}"#)
            #expect(unkey.document?["data"]?["code"]?.string == "VALID", "\(round): \(unkey.body)")
            #expect(try self.forwardAuth(server, token).status == 200)
        }
        let refused = try server.verify(token, by: caller, members: #","cost":900"#)
        #expect(refused.code == "limit_exceeded" || refused.code == "quota_exceeded", "\(refused.body)")
    }

    @Test func `a limit of a route in shadow is in the report by its name, from the gateway and from a proxy`() throws {
        let server = try Self.served()
        let token = try server.issue("asked")
        let key = try #require(try server.document("keys show asked")["id"]?.string)
        for _ in 0..<2 { #expect(try server.get(token, path: "/trial").status == 200) }
        let last = try self.forwardAuth(server, token, "/trial")
        #expect(last.status == 200)
        let report = try server.document("policies report")
        let limits = report["limits"]?.array ?? []
        #expect(limits.count == 1, "\(limits)")
        #expect(limits.first?["carrier"]?.string == "route" && limits.first?["route"]?.string == "trial")
        #expect(limits.first?["limit"]?.string == "burst" && limits.first?["position"]?.integer == 1)
        #expect(limits.first?["requests"]?.integer == 3 && limits.first?["would_refuse"]?.integer == 2)
        let finding = limits.first?["findings"]?.array?.first
        #expect(finding?["key_id"]?.string == key && finding?["code"]?.string == "limit_exceeded")
        #expect(finding?["requests"]?.integer == 2 && finding?["last_request_id"]?.string == last.requestID)
        let rules = try server.reason(of: last)["rules"]?.array ?? []
        #expect(rules.suffix(2).map { $0["answer"]?.string } == ["passed", "would_refuse"])
        let table = try server.run("policies", "report")
        #expect(table.output.contains("route trial") && table.output.contains("burst"), "\(table.output)")
    }

    @Test func `a proxy passes a second key on, and it counts as at the gateway`() throws {
        let server = try Self.served()
        let token = try server.issue("first")
        let second = try server.quiet("keys", "create", "second", "--permission", "demo:read")
        _ = try server.document("policies create vault --step-up second-key")
        let ask = { (fields: [String: String]) in
            try GatewayAnswer(
                port: server.verifyPort, "GET", "/v1/ext-authz/hello",
                fields: ["X-API-Key": token, "X-Forwarded-For": "192.0.2.7"].merging(fields) { $1 })
        }
        let refused = try ask([:])
        #expect(refused.status == 401 && refused.body.contains("\"means\":[\"second_key\"]"), "\(refused.body)")
        #expect(try ask(["Gatehouse-Second-Key": second]).status == 200)
        #expect(try ask(["Gatehouse-Second-Key": token]).status == 401)
    }
}
