import AsyncHTTPClient
import Foundation
import GatehouseAsyncHTTPClient
import NIOCore
import Testing

@testable import GatehouseClient

/// The transport on real sockets, against a server that misbehaves in every way a server can.
@Suite(.timeLimit(.minutes(5))) struct AsyncHTTPClientTransportTests {
    private func withClient<Value>(
        _ server: ScriptedGatehouse, configuration: VerifyClientConfiguration = .init(deadline: .seconds(20)),
        http: HTTPClient.Configuration = AsyncHTTPClientTransport.defaults,
        _ body: (VerifyClient) async throws -> Value
    ) async throws -> Value {
        let credential = try FixedCredential(Samples.credential())
        return try await AsyncHTTPClientTransport.with(configuration: http) { transport in
            try await body(
                VerifyClient(
                    endpoint: server.endpoint, credential: credential, transport: transport,
                    configuration: configuration))
        }
    }

    /// The error of one verification against a server that always does the same.
    private func failure(
        _ reply: ScriptedGatehouse.Reply, configuration: VerifyClientConfiguration = .init(deadline: .seconds(20))
    ) async throws -> VerifyError? {
        try await ScriptedGatehouse.with({ _ in reply }) { server in
            try await self.withClient(server, configuration: configuration) { client in
                await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
            }
        }
    }

    @Test func `verifications share a connection`() async throws {
        try await ScriptedGatehouse.with({ _ in .json(200, Samples.admission()) }) { server in
            try await self.withClient(server) { client in
                for _ in 0..<20 {
                    let verdict = try await client.verify(.init(key: Samples.key))
                    #expect(verdict.admitted != nil)
                }
            }
            #expect(server.connectionCount == 1)
            #expect(server.requests.count == 20)
            let request = try #require(server.requests.first)
            #expect(request.line == "POST /v1/keys/verify HTTP/1.1")
            #expect(request.fields["authorization"] == "Bearer " + Samples.caller)
            #expect(request.fields["content-type"] == "application/json")
            #expect(request.fields["user-agent"] == "gatehouse-client")
            #expect(server.endpoint.description == "http://" + (request.fields["host"] ?? ""))
            #expect(request.document == .object(["key": .string(Samples.key)]))
        }
    }

    @Test func `many at once are all answered, each with its own`() async throws {
        let script = { @Sendable (request: ScriptedGatehouse.Request) -> ScriptedGatehouse.Reply in
            .json(200, Samples.admission(PresentedKey(request.document?["key"]?.string ?? "").publicID ?? ""))
        }
        try await ScriptedGatehouse.with(script) { server in
            try await self.withClient(server) { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        let id = String(repeating: "0", count: 16 - String(number).count) + String(number)
                        let key = "gk_live_\(id)_" + String(repeating: "k", count: 49)
                        group.addTask {
                            let verdict = try await client.verify(.init(key: key))
                            #expect(verdict.admitted?.keyID == "key_" + id)
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(server.connectionCount <= 32)
        }
    }

    @Test func `a Unix socket serves as well as a port`() async throws {
        let path = "/tmp/gatehouse-\(UUID().uuidString.prefix(8)) ü.sock"
        try await ScriptedGatehouse.with(unixSocket: path, { _ in .json(200, Samples.admission()) }) { server in
            try await self.withClient(server) { client in
                for _ in 0..<30 {
                    let verdict = try await client.verify(.init(key: Samples.key))
                    #expect(verdict.admitted != nil)
                }
            }
            // A connection may still be on its way back to the pool when the next question is asked.
            #expect(server.connectionCount < 15)
            #expect(server.requests.first?.fields["host"] == "localhost")
        }
    }

    @Test func `a redirect is not followed, whatever the configuration says`() async throws {
        try await ScriptedGatehouse.with({ _ in .json(200, Samples.admission()) }) { elsewhere in
            let location = "HTTP/1.1 307 Elsewhere\r\nLocation: \(elsewhere.endpoint)/v1/keys/verify\r\n"
            let reply = ScriptedGatehouse.Reply.bytes(location + "Content-Length: 0\r\n\r\n")
            var http = AsyncHTTPClientTransport.defaults
            http.redirectConfiguration = .follow(max: 5, allowCycles: true)
            try await ScriptedGatehouse.with({ _ in reply }) { server in
                try await self.withClient(server, http: http) { client in
                    let error = await #expect(throws: VerifyError.self) {
                        try await client.verify(.init(key: Samples.key))
                    }
                    #expect(error?.code == .answerMalformed)
                    #expect(error?.status == 307)
                }
            }
            #expect(elsewhere.requests.isEmpty)
        }
    }

    @Test func `nobody listens`() async throws {
        let endpoint = try await ScriptedGatehouse.with({ _ in .silence }) { $0.endpoint }
        let missing = try Endpoint("unix:/tmp/gatehouse-\(UUID().uuidString.prefix(8)).sock")
        for endpoint in [endpoint, missing] {
            let error = try await AsyncHTTPClientTransport.with { transport in
                let client = VerifyClient(
                    endpoint: endpoint, credential: FixedCredential(try Samples.credential()), transport: transport)
                return await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
            }
            #expect(error?.code == .unreachable)
        }
    }

    @Test func `a server that says nothing runs into the deadline`() async throws {
        let error = try await self.failure(.silence, configuration: .init(deadline: .milliseconds(50)))
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func `a body that never ends runs into the deadline`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"valid\":true"
        let error = try await self.failure(.bytes(head), configuration: .init(deadline: .milliseconds(50)))
        #expect(error?.code == .deadlineExceeded)
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"valid\":true",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"val\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
        "\u{0}\u{1}\u{2}",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}", "HTTP/1.1 999999 OK\r\n\r\n",
    ]) func `an answer that breaks off or is none is an interruption`(_ text: String) async throws {
        let error = try await self.failure(.cut(text))
        #expect(error?.code == .interrupted)
    }

    @Test func `a whole admission in a body that is cut short admits nobody`() async throws {
        let body = Samples.admission()
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = String(body.utf8.count, radix: 16) + "\r\n" + body + "\r\n"
        let error = try await self.failure(.cut(head + chunk))
        #expect(error?.code == .interrupted)
    }

    @Test func `an answer without end is not read to the end`() async throws {
        let body = String(repeating: " ", count: 3_000_000)
        for head in ["Content-Length: 3000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n"] {
            let error = try await self.failure(.bytes("HTTP/1.1 200 OK\r\n" + head + body))
            #expect(error?.code == .answerTooLarge)
        }
    }

    @Test func `a connection that the server closed between two questions is replaced`() async throws {
        let answer = Samples.admission()
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(answer.utf8.count)\r\n\r\n"
        try await ScriptedGatehouse.with({ _ in .cut(head + answer) }) { server in
            try await self.withClient(server) { client in
                for _ in 0..<5 {
                    let verdict = try await client.verify(.init(key: Samples.key))
                    #expect(verdict.admitted != nil)
                }
            }
            #expect(server.connectionCount == 5)
        }
    }

    @Test func `random answers admit nobody`() async throws {
        let state = RandomAnswers(seed: 77)
        try await ScriptedGatehouse.with({ _ in .cut(state.next()) }) { server in
            try await self.withClient(server) { client in
                for _ in 0..<200 {
                    let verdict = try? await client.verify(.init(key: Samples.key))
                    #expect(verdict == nil)
                }
            }
        }
    }
}
