import Admission
import Cryptography
import Foundation
import Gateway
import Keys
import RateLimiting
import Testing

/// Questions about keys that only a slow hash can tell: the answer waits, and nobody else does.
@Suite struct VerifyProofTests {
    private static let weak = "summer-2019"

    private func withHarness(
        configure: (inout VerifyConfiguration) -> Void = { _ in },
        _ body: (VerifyHarness, SlowBench) throws -> Void
    ) async throws {
        let bench = SlowBench()
        let harness = try await VerifyHarness(loops: 1, slowWork: .init { bench.add($0) }, configure: configure)
        try body(harness, bench)
        await harness.stop()
    }

    @Test func `an answer waits for the proof, what is behind it too, and others go on`() async throws {
        try await self.withHarness { harness, bench in
            let record = try harness.gateway.adopt(weak: Self.weak)
            let strong = harness.gateway.issue()
            let client = harness.connect()
            client.send(harness.question(Self.weak) + harness.question(strong.token))
            bench.waitForWork()
            #expect(harness.request(harness.question(strong.token))?.status == 200)
            #expect(!client.hasAnswer(within: 0))
            bench.run()
            #expect(client.receiveMessage()?.text.contains("\(record.id)") == true)
            #expect(client.receiveMessage()?.text.contains("\(strong.record.id)") == true)
            #expect(harness.request(harness.question(Self.weak))?.text.hasPrefix("{\"valid\":true") == true)
            #expect(bench.count == 0, "what was proven once is known")
        }
    }

    @Test func `whoever asks pays once, and is asked about anew after the wait`() async throws {
        let limit = LimitPolicy(name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 2, seconds: 60)]))
        try await self.withHarness { harness, bench in
            _ = try harness.gateway.adopt(weak: Self.weak)
            let caller = harness.gateway.issue { $0.limits = [limit] }
            let waiting = (0..<2).map { _ in harness.connect() }
            for client in waiting { client.send(harness.question(Self.weak, by: caller.token)) }
            bench.run()
            for client in waiting { #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true) }
            #expect(harness.request(harness.question(Self.weak, by: caller.token))?.status == 429)
            let other = harness.gateway.issue()
            _ = try harness.gateway.adopt(weak: "winter-2019")
            let client = harness.connect()
            client.send(harness.question("winter-2019", by: other.token))
            bench.waitForWork()
            harness.revoke(other.record)
            bench.run()
            #expect(client.receiveMessage()?.status == 401)
        }
    }

    @Test func `after the longest wait it is what is known, and the proof is for the next`() async throws {
        try await self.withHarness(configure: { configuration in
            configuration.longestProof = .milliseconds(100)
            let local = ["127.0.0.1"].compactMap { NetworkRange($0) }
            configuration.proxyCallers = CallerRules(secret: nil, addresses: local)
        }) { harness, bench in
            _ = try harness.gateway.adopt(weak: Self.weak)
            let client = harness.connect()
            client.send(harness.question(Self.weak))
            let answer = client.receiveMessage()
            #expect(answer?.status == 200 && answer?.text.contains("temporarily_unavailable") == true)
            let proxied = """
                GET /v1/forward-auth HTTP/1.1\r\nHost: a\r\nX-API-Key: \(Self.weak)\r\nX-Forwarded-Method: GET\r
                X-Forwarded-Uri: /a\r\nX-Forwarded-Host: a\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n
                """
            #expect(harness.request(proxied)?.status == 429, "no server error, which would open some proxies")
            bench.run()
            #expect(!client.hasAnswer(within: 50))
            client.send(harness.question(Self.weak))
            #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true)
            #expect(harness.request(proxied)?.status == 200)
        }
    }

    @Test func `a client that leaves takes its part of the memory with it`() async throws {
        try await self.withHarness(configure: { $0.maximumBodyBytesHeld = 1_048_576 }) { harness, bench in
            let padding = String(repeating: " ", count: 900_000)
            for token in ["summer-2017", "summer-2018", Self.weak] {
                _ = try harness.gateway.adopt(weak: token)
                let client = harness.connect()
                client.send(harness.question(token, members: padding))
                bench.waitForWork()
                #expect(bench.count == 1, "there was room to wait")
                #expect(!client.hasAnswer(within: 0))
                if token != Self.weak { client.reset() }
                bench.run()
                if token == Self.weak { #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true) }
            }
        }
    }

    @Test func `who finds no room to wait is answered at once, and with no server error`() async throws {
        try await self.withHarness(configure: { $0.maximumBodyBytesHeld = 1_048_576 }) { harness, bench in
            _ = try harness.gateway.adopt(weak: Self.weak)
            let padded = harness.question(Self.weak, members: String(repeating: " ", count: 15_000))
            // The loop holds a head and a body of the largest size, and small requests a quarter beyond that.
            let clients = (0..<100).map { _ in harness.connect() }
            for client in clients { client.send(padded) }
            bench.waitForWork()
            #expect(harness.request(padded)?.text.contains("temporarily_unavailable") == true)
            bench.run()
            let answers = clients.map { $0.receiveMessage() }
            #expect(answers.allSatisfy { $0?.status == 200 })
            let waited = answers.count { $0?.text.hasPrefix("{\"valid\":true") == true }
            #expect((50...95).contains(waited), "\(waited)")
        }
    }

    @Test func `a caller whose own key is weak waits, and then for what it asked for`() async throws {
        try await self.withHarness { harness, bench in
            _ = try harness.gateway.adopt(weak: Self.weak)
            let client = harness.connect()
            let after = harness.gateway.generation
            client.send(
                "GET /v1/changes?after=\(after) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(Self.weak)\r\n\r\n")
            bench.run()
            let key = harness.gateway.issue()
            harness.revoke(key.record)
            let answer = client.receiveMessage()
            #expect(answer?.status == 200 && answer?.text.contains("\"generation\"") == true)
        }
    }

    @Test func `a caller's proof begins with the head of a large request, whenever its body comes`() async throws {
        try await self.withHarness { harness, bench in
            let key = harness.gateway.issue()
            for (caller, isEarly) in [(Self.weak, true), ("winter-2019", false)] {
                _ = try harness.gateway.adopt(weak: caller)
                let padding = String(repeating: " ", count: 20_000)
                let question = harness.question(key.token, members: padding, by: caller)
                let pieces = question.components(separatedBy: "\r\n\r\n")
                let client = harness.connect()
                client.send(pieces[0] + "\r\n\r\n")
                bench.waitForWork()
                if isEarly { bench.run() }
                client.send(pieces[1])
                if !isEarly {
                    #expect(!client.hasAnswer(within: 20))
                    bench.run()
                }
                #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true)
            }
        }
    }

    @Test func `a shutdown lets the wait end`() async throws {
        let bench = SlowBench()
        let harness = try await VerifyHarness(loops: 1, slowWork: .init { bench.add($0) })
        _ = try harness.gateway.adopt(weak: Self.weak)
        let client = harness.connect()
        client.send(harness.question(Self.weak))
        bench.waitForWork()
        async let stopped: Void = harness.stop()
        #expect(!client.hasAnswer(within: 50))
        bench.run()
        #expect(client.receiveMessage()?.text.hasPrefix("{\"valid\":true") == true)
        await stopped
    }
}
