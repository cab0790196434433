import AsyncHTTPClient
import Foundation
import GatehouseAsyncHTTPClient
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import GatehouseClient
@testable import HummingbirdExample

/// The example of docs/integrations/hummingbird.md, served on a real socket before a scripted Gatehouse.
@Suite(.timeLimit(.minutes(5))) struct HummingbirdMiddlewareTests {
    private struct Answer {
        let status: Int
        let fields: [String: String]
        let body: String
        var code: String? { JSONReader.read(Array(self.body.utf8))?["code"]?.string }
    }

    /// Serves the example before Gatehouse, and hands over a function that calls it.
    private func withExample(
        _ script: @escaping @Sendable (ScriptedGatehouse.Request) -> ScriptedGatehouse.Reply,
        _ body: (ScriptedGatehouse, (String, [String: String]) async throws -> Answer) async throws -> Void
    ) async throws {
        try await ScriptedGatehouse.with(script) { server in
            try await AsyncHTTPClientTransport.with { transport in
                let client = VerifyClient(
                    endpoint: server.endpoint, credential: FixedCredential(try Samples.credential()),
                    transport: transport)
                try await ServedExample.with(client) { port in
                    try await body(server) { method, fields in
                        let got = try await ServedExample.call(port, method, fields)
                        return Answer(status: got.status, fields: got.fields, body: got.body)
                    }
                }
            }
        }
    }

    @Test func `an admitted key reaches the handler, which learns whose it is and never sees it`() async throws {
        try await self.withExample({ _ in .json(200, Samples.admission()) }) { server, call in
            let answer = try await call("GET", ["Authorization": "Bearer " + Samples.key])
            #expect(answer.status == 200)
            #expect(answer.body == "Documents for \(Samples.keyID)\n")
            let question = try #require(server.requests.first?.document)
            #expect(question["key"]?.string == Samples.key)
            #expect(question["permissions"]?.string == "documents:read")
            #expect(question["method"]?.string == "GET")
            #expect(question["address"]?.string == "127.0.0.1")
        }
    }

    @Test func `each route asks for its own permission`() async throws {
        let script = { @Sendable (request: ScriptedGatehouse.Request) -> ScriptedGatehouse.Reply in
            request.document?["permissions"]?.string == "documents:read"
                ? .json(200, Samples.admission()) : .json(200, Samples.refusal("permission_missing"))
        }
        try await self.withExample(script) { _, call in
            #expect(try await call("GET", ["X-API-Key": Samples.key]).status == 200)
            let refused = try await call("POST", ["X-API-Key": Samples.key])
            #expect(refused.status == 403)
            #expect(refused.code == "permission_missing")
            #expect(refused.fields["content-type"] == "application/problem+json")
        }
    }

    @Test func `without a key, or with two, nobody is asked`() async throws {
        try await self.withExample({ _ in .json(200, Samples.admission()) }) { server, call in
            let missing = try await call("GET", [:])
            #expect(missing.status == 401)
            #expect(missing.code == "credential_missing")
            #expect(missing.fields["www-authenticate"] == "Bearer realm=\"api\"")
            let two = try await call("GET", ["X-API-Key": Samples.key, "Authorization": "Bearer " + Samples.key])
            #expect(two.status == 400)
            #expect(two.code == "credential_ambiguous")
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a limit is a 429 that says when to come back`() async throws {
        let body = Samples.refusal("limit_exceeded", more: #","retry_after":42"#)
        try await self.withExample({ _ in .json(200, body) }) { _, call in
            let answer = try await call("GET", ["X-API-Key": Samples.key])
            #expect(answer.status == 429)
            #expect(answer.fields["retry-after"] == "42")
        }
    }

    @Test func `no verdict lets nobody in, and blames nobody`() async throws {
        let broken: [ScriptedGatehouse.Reply] = [
            .json(500, "{}"), .json(401, #"{"code":"credential_rejected"}"#), .json(200, "{}"), .cut(""),
            .json(200, Samples.admission(Samples.otherKeyID)), .json(200, Samples.refusal("temporarily_unavailable")),
        ]
        for reply in broken {
            try await self.withExample({ _ in reply }) { _, call in
                let answer = try await call("GET", ["X-API-Key": Samples.key])
                #expect(answer.status == 503)
                #expect(answer.code == "temporarily_unavailable")
                #expect(answer.fields["retry-after"] == "1")
                #expect(answer.fields["www-authenticate"] == nil)
            }
        }
    }
}
