import Foundation
import Testing

@testable import gatehouse

/// A service asks the built program whether keys are good.
@Suite struct VerifyTests {
    private static func served(_ settings: String = "verify: {port: 0}\n") throws -> ServedGatehouse {
        try ServedGatehouse { _ in
            var launch = ServedGatehouse.Launch()
            launch.settings = settings
            return launch
        }
    }

    /// A key that may ask, and nothing else.
    private static func caller(_ server: ServedGatehouse) throws -> String {
        try server.quiet("keys", "create", "asker", "--permission", "keys:verify", "--owner", "first-service")
    }

    @Test func `a service learns whether a key is good, and why explains it`() throws {
        let server = try Self.served()
        let caller = try Self.caller(server)
        let good = try server.verify(server.firstToken, by: caller)
        #expect(good.status == 200 && good.document?["valid"]?.bool == true, "\(good.body)")
        #expect(good.document?["environment"]?.string == "dev")
        let lacking = try server.verify(server.firstToken, by: caller, members: #","permissions":"demo:burn""#)
        #expect(lacking.document?["code"]?.string == "permission_missing")
        let bad = try server.verify(String(server.firstToken.dropLast()) + "~", by: caller)
        #expect(bad.document?["valid"]?.bool == false && bad.code == "credential_rejected")
        #expect(try server.verify(server.firstToken, by: server.firstToken).status == 403)
        for (answer, outcome) in [(good, "admit"), (lacking, "refuse"), (bad, "refuse")] {
            let reason = try server.reason(of: answer)
            #expect(reason["outcome"]?.string == outcome && reason["surface"]?.string == "verify")
        }
        let metrics = try GatewayAnswer(port: server.adminPort, "GET", "/metrics").body
        #expect(metrics.contains(#"surface="verify"} "#))
    }

    @Test func `what is revoked is not valid from the answer on, after kill -9 as well`() throws {
        let server = try Self.served()
        let caller = try Self.caller(server)
        let token = try server.issue("doomed")
        #expect(try server.verify(token, by: caller).document?["valid"]?.bool == true)
        #expect(try server.run("keys", "revoke", "doomed", "--confirm=doomed").status == 0)
        #expect(try server.verify(token, by: caller).code == "credential_rejected")
        server.stop(SIGKILL)
        try server.start()
        #expect(try server.verify(token, by: caller).code == "credential_rejected")
        #expect(try server.verify(server.firstToken, by: caller).document?["valid"]?.bool == true)
    }

    @Test func `a holder ends the version it holds, from the answer on, and the other goes on`() throws {
        let server = try Self.served()
        let caller = try Self.caller(server)
        let leaked = try server.issue("careless")
        let fresh = try server.quiet("keys", "rotate", "careless", "--yes")
        #expect(try server.get(leaked).status == 200)
        let answer = try GatewayAnswer(
            port: server.verifyPort, "POST", "/v1/keys:selfRevoke", fields: ["Authorization": "Bearer \(leaked)"],
            body: #"{"reason":"it was in a log"}"#)
        #expect(answer.status == 200 && answer.document?["revoked"]?.bool == true, "\(answer.body)")
        #expect(answer.document?["version"]?.integer == 1)
        #expect(try server.get(leaked).code == "credential_rejected")
        #expect(try server.verify(leaked, by: caller).code == "credential_rejected")
        #expect(try server.get(fresh).status == 200)
        let audit = try server.run("audit", "list", "--json").output
        #expect(audit.contains("by its holder: it was in a log") && audit.contains(answer.requestID))
        server.stop(SIGKILL)
        try server.start()
        #expect(try server.get(leaked).status == 401)
        #expect(try server.get(fresh).status == 200)
    }

    @Test func `whoever finds keys ends them without a key of their own, and learns nothing`() throws {
        let server = try Self.served()
        let found = try server.issue("found")
        let answers = try [found, found, "gk_dev_nonsense"].map { token in
            try GatewayAnswer(
                port: server.verifyPort, "POST", "/credentials/revoke", body: #"{"credentials":["\#(token)"]}"#)
        }
        #expect(answers.allSatisfy { $0.status == 202 && $0.body == answers[0].body })
        #expect(try server.get(found).status == 401)
        #expect(try server.get(server.firstToken).status == 200)
    }

    @Test func `a proxy asks with the rules of the gateway's routes, and is told as it understands`() throws {
        let server = try Self.served("verify: {port: 0, forwardAuth: {callers: {addresses: [127.0.0.1]}}}\n")
        let ask = { (method: String, fields: [String: String]) in
            try GatewayAnswer(
                port: server.verifyPort, "GET", "/v1/forward-auth",
                fields: [
                    "X-Forwarded-Method": method, "X-Forwarded-Host": "a", "X-Forwarded-Uri": "/hello",
                    "X-Forwarded-Proto": "http", "X-Forwarded-For": "192.0.2.7",
                ].merging(fields) { $1 })
        }
        #expect(try ask("GET", ["X-API-Key": server.firstToken]).status == 200)
        let missing = try ask("GET", [:])
        #expect(missing.status == 401 && missing.code == "credential_missing")
        #expect(try server.reason(of: missing)["surface"]?.string == "forward_auth")
        #expect(try ask("POST", ["X-API-Key": server.firstToken]).status == 405)
    }

    @Test func `a cache elsewhere is told which keys changed`() throws {
        let server = try Self.served()
        let caller = try Self.caller(server)
        let poll = { (after: Int) in
            try GatewayAnswer(
                port: server.verifyPort, "GET", "/v1/changes?after=\(after)",
                fields: ["Authorization": "Bearer \(caller)"])
        }
        let first = try #require(try poll(0).document)
        #expect(first["keys"] == nil, "who knows nothing forgets everything")
        let generation = try #require(first["generation"]?.integer)
        #expect(try server.run("keys", "suspend", "first-key", "--yes").status == 0)
        let second = try poll(Int(generation)).document
        let shown = try server.run("keys", "show", "first-key", "--json").output
        let id = try #require(JSONValue(parsing: Array(shown.utf8))?["id"]?.string)
        #expect(second?["keys"]?.array?.contains { $0.string == id } == true, "\(second as Any)")
    }

    @Test func `forward-auth without a proof of who asks does not start`() throws {
        let server = try Self.served()
        server.stop()
        let start = try self.serve(server, "verify: {forwardAuth: {callers: {}}}\n")
        #expect(start.status == ExitReason.configurationRefused.rawValue)
        #expect(start.error.contains("nothing proves who asks; give callers a secretFile, addresses, or socket: true"))
    }

    @Test func `a caller's secret that others can read does not start`() throws {
        let server = try Self.served()
        server.stop()
        let secret = server.folder + "/caller.secret"
        let isCreated = FileManager.default.createFile(
            atPath: secret, contents: Data(repeating: 0x73, count: 44), attributes: [.posixPermissions: 0o644])
        try #require(isCreated)
        let settings = "verify: {port: 0, forwardAuth: {callers: {secretFile: \(secret)}}}\n"
        #expect(try self.serve(server, settings).status == ExitReason.exposedSecret.rawValue)
    }

    @Test func `a port that is taken is named`() throws {
        let server = try Self.served()
        let start = try self.serve(
            server, "verify: {port: \(server.verifyPort)}\n", data: server.folder + "/other")
        #expect(start.status == ExitReason.addressUnavailable.rawValue)
        #expect(start.error.contains("127.0.0.1:\(server.verifyPort)"))
    }

    private func serve(_ server: ServedGatehouse, _ settings: String, data: String? = nil) throws -> ProgramRun {
        let text = ServedGatehouse.configuration(data: data ?? server.data, upstream: 9) + settings
        try text.write(toFile: server.configuration, atomically: true, encoding: .utf8)
        return try ProgramRun(["serve", "--dev", "--config", server.configuration])
    }
}

extension ServedGatehouse {
    /// Asks about a token in the native dialect.
    func verify(_ token: String, by caller: String, members: String = "") throws -> GatewayAnswer {
        try GatewayAnswer(
            port: self.verifyPort, "POST", "/v1/keys/verify",
            fields: ["Authorization": "Bearer \(caller)", "Content-Type": "application/json"],
            body: #"{"key":"\#(token)"\#(members)}"#)
    }
}
