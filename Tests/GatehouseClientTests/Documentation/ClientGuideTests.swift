import GatehouseAsyncHTTPClient
import HTTPTypes
import Synchronization
import Testing

@testable import GatehouseClient

/// Runs the examples of docs/client.md.
@Suite(.timeLimit(.minutes(5))) struct ClientGuideTests {
    /// Serves a scripted Gatehouse to an example.
    private func run(
        _ script: @escaping @Sendable (ScriptedGatehouse.Request) -> ScriptedGatehouse.Reply,
        _ body: (VerifyClient) async throws -> Void
    ) async throws {
        try await ScriptedGatehouse.with(script) { server in
            try await ClientGuide.open(server.endpoint, FixedCredential(try Samples.credential()), body)
        }
    }

    @Test func `the places are well formed`() throws {
        let (endpoint, _) = try ClientGuide.places()
        #expect(endpoint.description == "http://127.0.0.1:8082")
    }

    @Test func `an admitted caller is greeted and a refused one is told why`() async throws {
        try await self.run({ _ in .json(200, Samples.admission()) }) { gatehouse in
            let greeting = try await ClientGuide.greet(Samples.key, gatehouse)
            #expect(greeting == "welcome, " + Samples.keyID)
        }
        try await self.run({ _ in .json(200, Samples.refusal("key_expired")) }) { gatehouse in
            let greeting = try await ClientGuide.greet(Samples.key, gatehouse)
            #expect(greeting == "refused: key_expired")
        }
    }

    @Test func `refusals and failures are answered as the page says`() async throws {
        let replies: [(ScriptedGatehouse.Reply, Int?)] = [
            (.json(200, Samples.admission()), nil), (.json(200, Samples.refusal("key_expired")), 401),
            (.json(200, Samples.refusal("permission_missing")), 403),
            (.json(200, Samples.refusal("limit_exceeded")), 429), (.json(500, "{}"), 503), (.cut(""), 503),
        ]
        for (reply, status) in replies {
            try await self.run({ _ in reply }) { gatehouse in
                let answer = await ClientGuide.answer(.init(key: Samples.key), gatehouse)
                #expect(answer?.head.status.code == status)
            }
        }
    }

    @Test func `the three queries say the same of what they name`() throws {
        let queries = try ClientGuide.queries("support:read").map(\.description)
        #expect(queries[0] == queries[1])
        #expect(queries[2] == "support:read AND documents:read")
        #expect(throws: PermissionQueryError.self) { try ClientGuide.queries("a OR b") }
    }

    @Test func `a limit is charged by name`() async throws {
        let limit = #","limits":[{"name":"tokens","limit":1000,"remaining":750,"window_seconds":60,"reset_seconds":9}]"#
        try await self.run({ request in
            let cost = request.document?["limits"]?.array?.first?["cost"]?.integer
            return .json(200, cost == 250 ? Samples.admission(more: limit) : "{}")
        }) { gatehouse in
            let limits = try await ClientGuide.spend(Samples.key, gatehouse)
            #expect(limits.map(\.remaining) == [750])
        }
    }

    @Test func `a batch sorts keys into good and bad`() async throws {
        let body = #"{"results":[\#(Samples.admission()),\#(Samples.refusal("key_suspended"))]}"#
        try await self.run({ _ in .json(200, body) }) { gatehouse in
            let sorted = try await ClientGuide.sort([Samples.key, Samples.otherKey], gatehouse)
            #expect(sorted == [Samples.key: true, Samples.otherKey: false])
        }
    }

    @Test func `a key that was found is ended, once`() async throws {
        let ended = #"{"revoked":true,"key_id":"\#(Samples.keyID)","version":2,"revoked_at":"2026-12-01T00:00:00Z"}"#
        let rejected = #"{"code":"credential_rejected"}"#
        for (status, body, words) in [
            (200, ended, "version 2 of \(Samples.keyID) has ended"),
            (401, rejected, "nothing to end: credential_rejected"),
        ] {
            try await self.run({ _ in .json(status, body) }) { gatehouse in
                let said = try await ClientGuide.end(Samples.key, gatehouse)
                #expect(said == words)
            }
        }
    }

    /// The lease of the cache is two seconds of real time, which a busy machine may overrun: then another try is a fair one.
    @Test func `with a cache the second question is not asked`() async throws {
        for _ in 0..<20 {
            if try await self.isAskedOnce() { return }
        }
        Issue.record("every question was asked")
    }

    /// Whether three questions about one key were one question to the server, and all admitted it.
    private func isAskedOnce() async throws -> Bool {
        let script = { @Sendable (request: ScriptedGatehouse.Request) -> ScriptedGatehouse.Reply in
            guard request.line.contains("/v1/changes") else { return .json(200, Samples.admission()) }
            return request.line.contains("after=0 ") ? .json(200, #"{"generation":7,"keys":[]}"#) : .silence
        }
        return try await ScriptedGatehouse.with(script) { server in
            let credential = FixedCredential(try Samples.credential())
            try await ClientGuide.remember(server.endpoint, credential) { gatehouse in
                while gatehouse.cache?.generation == nil { await Task.yield() }
                for _ in 0..<3 {
                    let verdict = try await gatehouse.verify(.init(key: Samples.key))
                    #expect(verdict.admitted != nil)
                }
            }
            return server.requests.count { $0.line.hasPrefix("POST") } == 1
        }
    }

    @Test func `a key is found in a request`() {
        guard case .key = ClientGuide.present([.authorization: "Bearer k"]) else {
            Issue.record("no key")
            return
        }
        guard case .refused(let refusal) = ClientGuide.present([:]) else {
            Issue.record("a key out of nowhere")
            return
        }
        #expect(refusal.code == .credentialMissing)
    }

    @Test func `a source of one's own hands out what it reads`() async throws {
        let source = ClientGuide.VaultCredential(read: { Samples.caller })
        #expect(try await source.credential().text == Samples.caller)
        await source.invalidate(try Samples.credential())
        let empty = ClientGuide.VaultCredential(read: { "" })
        await #expect(throws: ClientGuide.VaultCredential.NoCredential.self) { try await empty.credential() }
    }
}
