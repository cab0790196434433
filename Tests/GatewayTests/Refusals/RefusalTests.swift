import Foundation
import Gateway
import HTTPMachines
import Keys
import Synchronization
import Testing

/// What a refused client sees, and that its upstream sees nothing.
@Suite struct RefusalTests {
    /// An upstream that counts what reaches it, and a gateway in front of it.
    private func withHarness(
        routes: [RouteConfiguration]? = nil, limits: [LimitPolicy] = [], failures: UInt32 = 10_000,
        configure: (inout GatewayConfiguration) -> Void = { _ in }, reaches expected: Int = 0,
        _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        let bytes = Counter()
        let upstream = ScriptedUpstream { connection, _ in
            while let message = connection.receiveMessage() {
                bytes.add(message.start.utf8.count > 0 ? 1 : 0)
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        let harness = try await GatewayHarness(
            upstreamPort: upstream.port, routes: routes, limits: limits, failures: failures, configure: configure)
        try await body(harness)
        await harness.stop()
        #expect(bytes.value == expected)
    }

    private func problem(_ message: Message?) throws -> [String: Any] {
        let message = try #require(message)
        #expect(message["content-type"] == "application/problem+json")
        #expect(message["x-request-id"]?.hasPrefix("req_") == true)
        let json = try #require(JSONSerialization.jsonObject(with: Data(message.body)) as? [String: Any])
        #expect(json["status"] as? Int == message.status)
        #expect(json["request_id"] as? String == message["x-request-id"])
        #expect((json["title"] as? String)?.isEmpty == false)
        #expect((json["detail"] as? String)?.isEmpty == false)
        return json
    }

    private static func get(_ path: String = "/a", _ fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    @Test func `no key, a wrong one and a revoked one are 401, and the latter look alike`() async throws {
        try await self.withHarness { harness in
            let missing = harness.request(Self.get())
            try #expect(self.problem(missing)["code"] as? String == "credential_missing")
            #expect(missing?.status == 401)
            #expect(missing?["www-authenticate"] == "Bearer realm=\"gatehouse\"")
            var key = harness.issue()
            key.record.state = .revoked
            harness.put(key.record)
            let other = harness.issue().token
            let wrong = other.dropLast(50) + String(repeating: "A", count: 50)
            var bodies: Set<String> = []
            for token in [key.token, "x", String(wrong)] {
                let answer = harness.request(Self.get("/a", "X-API-Key: \(token)\r\n"))
                #expect(answer?.status == 401)
                #expect(answer?["www-authenticate"] == "Bearer realm=\"gatehouse\", error=\"invalid_token\"")
                let json = try self.problem(answer)
                #expect(json["code"] as? String == "credential_rejected")
                let id = json["request_id"] as? String ?? "?"
                bodies.insert(answer?.text.replacingOccurrences(of: id, with: "") ?? "")
            }
            #expect(bodies.count == 1)
        }
    }

    @Test func `a failure over budget is answered 429 after the delay, a valid key from there at once`() async throws {
        try await self.withHarness(failures: 2, reaches: 2) { harness in
            let valid = Self.get("/a", "X-API-Key: \(harness.issue().token)\r\n")
            let wrong = Self.get("/a", "X-API-Key: x\r\n")
            for _ in 0..<2 { #expect(harness.request(wrong)?.status == 401) }
            let client = harness.connect()
            let began = ContinuousClock.now
            client.send(wrong + valid)
            let held = client.receiveMessage()
            #expect(ContinuousClock.now - began >= .milliseconds(100))
            #expect(held?.status == 429)
            try #expect(self.problem(held)["code"] as? String == "limit_exceeded")
            #expect(client.receiveMessage()?.status == 200)
            let waiting = harness.connect()
            waiting.send(wrong)
            #expect(harness.request(valid)?.status == 200)
            // A client that leaves in the meantime leaves nothing behind.
            waiting.reset()
        }
    }

    @Test func `two credentials and one in the query are 400`() async throws {
        try await self.withHarness { harness in
            let token = harness.issue().token
            let two = harness.request(
                Self.get("/a", "X-API-Key: \(token)\r\nAuthorization: Bearer \(token)\r\n"))
            #expect(two?.status == 400)
            try #expect(self.problem(two)["code"] as? String == "credential_ambiguous")
            let encoded = token.replacingOccurrences(of: "_", with: "%5F")
            let query = harness.request(Self.get("/a?x=1&key=\(encoded)", "X-API-Key: \(token)\r\n"))
            #expect(query?.status == 400)
            try #expect(self.problem(query)["code"] as? String == "credential_in_query")
            #expect(query?.text.contains(token) == false)
        }
    }

    @Test func `a missing permission is 403 and named, a boundary is not`() async throws {
        let routes = [GatewayHarness.route(0, "/**", permission: "orders:read")]
        try await self.withHarness(routes: routes) { harness in
            let key = harness.issue { $0.grants = Grants() }
            let missing = harness.request(Self.get("/a", "X-API-Key: \(key.token)\r\n"))
            #expect(missing?.status == 403)
            #expect(missing?["gatehouse-accepted-permissions"] == "(\"orders:read\")")
            let json = try self.problem(missing)
            #expect(json["code"] as? String == "permission_missing")
            #expect(json["required_permissions"] as? [[String]] == [["orders:read"]])
            let reader = harness.issue { $0.boundary = .readOnly }
            let beyond = harness.request("DELETE /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(reader.token)\r\n\r\n")
            #expect(beyond?.status == 403)
            try #expect(self.problem(beyond)["code"] as? String == "boundary_exceeded")
        }
    }

    @Test func `no route is 404, a wrong method 405 with Allow, an upgrade 501`() async throws {
        let routes = [GatewayHarness.route(0, "/a", methods: MethodSet(.get))]
        try await self.withHarness(routes: routes) { harness in
            let nowhere = harness.request(Self.get("/b"))
            #expect(nowhere?.status == 404)
            try #expect(self.problem(nowhere)["code"] as? String == "route_not_found")
            let method = harness.request("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            #expect(method?.status == 405)
            #expect(method?["allow"] == "GET, HEAD")
            try #expect(self.problem(method)["code"] as? String == "method_not_allowed")
            let upgrade = harness.request(Self.get("/a", "Connection: upgrade\r\nUpgrade: websocket\r\n"))
            #expect(upgrade?.status == 501)
            try #expect(self.problem(upgrade)["code"] as? String == "upgrade_not_supported")
        }
    }

    @Test func `over the limit is 429 with every header and member`() async throws {
        let policy = LimitPolicy(name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 2, seconds: 60)]))
        let routes = [GatewayHarness.route(0, "/**", limits: [policy])]
        try await self.withHarness(routes: routes, reaches: 2) { harness in
            let token = harness.issue().token
            let request = Self.get("/a", "X-API-Key: \(token)\r\n")
            let first = harness.request(request)
            #expect(first?["ratelimit-policy"] == "\"burst\";q=2;w=60")
            #expect(first?["ratelimit"]?.hasPrefix("\"burst\";r=1;t=") == true)
            #expect(harness.request(request)?.status == 200)
            let refused = harness.request(request)
            #expect(refused?.status == 429)
            #expect(refused?["ratelimit"]?.hasPrefix("\"burst\";r=0;t=") == true)
            let json = try self.problem(refused)
            #expect(json["type"] as? String == "https://iana.org/assignments/http-problem-types#quota-exceeded")
            #expect(json["code"] as? String == "limit_exceeded")
            #expect(json["error"] as? String == "rate_limit_exceeded")
            #expect(json["current_usage"] as? Int == 2)
            #expect(json["limit"] as? Int == 2)
            #expect(json["violated-policies"] as? [String] == ["burst"])
            let wait = try #require(json["retry_after"] as? Int)
            #expect(refused?["retry-after"] == String(wait))
            // The oldest part of a window is counted whole, so the wait may be longer than the window by that part.
            #expect((1...66).contains(wait))
            let reset = try #require(json["reset_time"] as? String)
            #expect(WallTime(rfc3339: reset) != nil)
        }
    }

    @Test func `a malformed head is answered and the connection closed`() async throws {
        try await self.withHarness { harness in
            let requests: [(String, Int, String)] = [
                (
                    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
                    "request_malformed"
                ),
                ("GET /a\nHost: a\r\n\r\n", 400, "request_malformed"),
                (Self.get("/", "Expect: 200-ok\r\n"), 417, "expectation_failed"),
                ("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 501, "not_implemented"),
                (Self.get("/", "Transfer-Encoding: gzip, chunked\r\n"), 501, "not_implemented"),
                ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "version_not_supported"),
                ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414, "uri_too_long"),
                (Self.get("/", "X: \(String(repeating: "a", count: 20_000))\r\n"), 431, "head_too_large"),
            ]
            for (text, status, code) in requests {
                let client = harness.connect()
                client.send(text)
                let answer = client.receiveMessage()
                #expect(answer?.status == status)
                #expect(answer?["connection"] == "close")
                try #expect(self.problem(answer)["code"] as? String == code)
                #expect(client.receive() == [])
            }
        }
    }

    @Test func `a refused request with a body is drained within a bound, then closed`() async throws {
        try await self.withHarness { harness in
            let client = harness.connect()
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
            #expect(client.receiveMessage()?.status == 401)
            let piece = [UInt8](repeating: 0x61, count: 16_384)
            var sent = 0
            while sent < 100_000_000, client.send(piece) { sent += piece.count }
            #expect(sent < 100_000_000)
        }
    }

    @Test func `too large a body is refused at its head, or where it grows too large`() async throws {
        let limits = BodyLimits(maximumBodyBytes: 1_000)
        try await self.withHarness(configure: { $0.bodyLimits = limits }) { harness in
            let head = harness.request("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
            #expect(head?.status == 413)
            try #expect(self.problem(head)["code"] as? String == "content_too_large")
        }
    }

    @Test func `HEAD is refused without a body and the connection goes on`() async throws {
        try await self.withHarness { harness in
            let client = harness.connect()
            for _ in 0..<2 {
                client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = client.receiveMessage(answersHead: true)
                #expect(answer?.status == 401)
                #expect(answer?["content-length"] != nil)
            }
        }
    }
}

/// Counts across threads.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { self.count.load(ordering: .acquiring) }

    func add(_ amount: Int = 1) { self.count.add(amount, ordering: .acquiringAndReleasing) }
}
