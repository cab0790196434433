import Admission
import Keys
import RateLimiting
import Testing
import VerifyAPI

/// Tokens that only a slow hash tells, on every way of asking.
@Suite struct ProofTests {
    private let bench = SlowBench()
    private static let weak = "summer-2019"

    private func fixture(wrongTokens: UInt32 = 60) throws -> VerifyFixture {
        let fixture = try VerifyFixture(slowWork: { [bench] in bench.add($0) }, wrongTokens: wrongTokens)
        fixture.mayAwaitProof = true
        return fixture
    }

    private func awaits(_ reply: VerifyReply) -> Bool {
        if case .awaitProof = reply.outcome { true } else { false }
    }

    private static func question(_ key: String, _ members: String = "") -> String { "{\"key\":\"\(key)\"\(members)}" }

    // MARK: Waiting

    @Test func `a first look at a weak key waits for its proof, and asked again it has its answer`() throws {
        let fixture = try self.fixture()
        let record = try fixture.adopt(Self.weak, isWeak: true)
        let caller = fixture.issue("keys:verify").token
        let first = fixture.verify(Self.question(Self.weak), by: caller)
        #expect(self.awaits(first) && first.decisions.isEmpty && first.body.isEmpty && first.status == 0)
        self.bench.run()
        fixture.callerHasPaid = true
        let second = fixture.verify(Self.question(Self.weak), by: caller)
        #expect(second.flag("valid") == true && second.text("key_id") == "\(record.id)")
    }

    @Test func `the shell hears of the proof that was waited for`() throws {
        let fixture = try self.fixture()
        try fixture.adopt(Self.weak, isWeak: true)
        let reply = fixture.verify(Self.question(Self.weak), by: fixture.issue("keys:verify").token)
        guard case .awaitProof(let proof, _) = reply.outcome else {
            Issue.record("did not wait")
            return
        }
        let calls = SlowBench()
        fixture.desk.whenDone(proof) { calls.add {} }
        #expect(calls.count == 0)
        self.bench.run()
        #expect(calls.count == 1)
    }

    @Test func `a shell that waits no longer gets an answer`() throws {
        let fixture = try self.fixture()
        try fixture.adopt(Self.weak, isWeak: true)
        let caller = fixture.issue("keys:verify").token
        fixture.mayAwaitProof = false
        let reply = fixture.verify(Self.question(Self.weak), by: caller)
        #expect(reply.status == 200 && reply.code == "temporarily_unavailable")
    }

    @Test func `nothing is charged to anybody until the answer is there`() throws {
        let limit = LimitPolicy(name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 2, seconds: 60)]))
        let fixture = try self.fixture()
        try fixture.adopt(Self.weak, isWeak: true)
        let other = fixture.issue { $0.limits = [limit] }.token
        let caller = fixture.issue("keys:verify") { $0.limits = [limit] }.token
        let body = "{\"verifications\":[\(Self.question(other)),\(Self.question(Self.weak))]}"
        let ask = { fixture.ask("POST", "/v1/keys:batchVerify", ["Authorization: Bearer \(caller)"], body: body) }
        #expect(self.awaits(ask()))
        fixture.callerHasPaid = true
        for _ in 0..<5 { #expect(self.awaits(ask())) }
        self.bench.run()
        let answered = ask()
        let results = answered.json["results"] as? [[String: Any]]
        #expect(results?.map { $0["valid"] as? Bool } == [true, true])
        let limits = results?.first?["limits"] as? [[String: Any]]
        #expect(limits?.first?["remaining"] as? Int == 1, "charged once")
        fixture.callerHasPaid = false
        #expect(ask().status == 200, "the caller has paid for one call")
        #expect(ask().status == 429)
    }

    @Test func `a batch begins all its proofs before it waits`() throws {
        let fixture = try self.fixture()
        let tokens = (0..<4).map { "summer-202\($0)" }
        for token in tokens { try fixture.adopt(token, isWeak: true) }
        let caller = fixture.issue("keys:verify").token
        let body = "{\"verifications\":[\(tokens.map { Self.question($0) }.joined(separator: ","))]}"
        let ask = { fixture.ask("POST", "/v1/keys:batchVerify", ["Authorization: Bearer \(caller)"], body: body) }
        #expect(self.awaits(ask()) && self.bench.count == 4)
        self.bench.run()
        let results = ask().json["results"] as? [[String: Any]]
        #expect(results?.count { $0["valid"] as? Bool == true } == 4)
    }

    @Test func `clients of Unkey wait as well, and so does a caller whose own key is weak`() throws {
        let fixture = try self.fixture()
        try fixture.adopt(Self.weak, isWeak: true) {
            $0.grants = Grants(allowed: ["keys:verify"].compactMap { PermissionPattern($0) })
        }
        let lines = ["Authorization: Bearer \(Self.weak)"]
        let asks = [
            { fixture.ask("POST", "/v2/keys.verifyKey", lines, body: Self.question(Self.weak)) },
            { fixture.ask("POST", "/v1/keys/verify", lines, body: Self.question(Self.weak)) },
            { fixture.ask("POST", "/v1/keys:batchVerify", lines, body: "{\"verifications\":[]}") },
            { fixture.ask("GET", "/v1/changes?after=0", lines) },
        ]
        for ask in asks { #expect(self.awaits(ask())) }
        self.bench.run()
        #expect(asks[0]().body.contains("\"code\":\"VALID\""))
        #expect(asks[1]().flag("valid") == true)
        #expect(asks[2]().status == 400)
        guard case .awaitChanges = asks[3]().outcome else {
            Issue.record("the feed was not reached")
            return
        }
    }

    @Test func `a caller whose own key had to be proven pays for the question all the same`() throws {
        let fixture = try self.fixture()
        let limit = LimitPolicy(name: "burst", scope: .key, algorithm: .slidingWindow([.init(limit: 1, seconds: 60)]))
        try fixture.adopt(Self.weak, isWeak: true) {
            $0.grants = Grants(allowed: ["keys:verify"].compactMap { PermissionPattern($0) })
            $0.limits = [limit]
        }
        let ask = {
            fixture.ask(
                "POST", "/v1/keys:batchVerify", ["Authorization: Bearer \(Self.weak)"],
                body: "{\"verifications\":[\(Self.question("unknown"))]}")
        }
        guard case .awaitProof(_, let callerHasPaid) = ask().outcome else {
            Issue.record("did not wait")
            return
        }
        #expect(!callerHasPaid)
        self.bench.run()
        _ = ask()
        #expect(ask().status == 429)
    }

    // MARK: Garbage

    @Test func `one tenant's garbage leaves another's first look alone`() throws {
        let fixture = try self.fixture(wrongTokens: 2)
        fixture.fillBuckets()
        let record = try fixture.adopt(Self.weak, isWeak: true, in: fixture.test)
        let garbler = fixture.issue("keys:verify").token
        let other = fixture.issue("keys:verify", in: fixture.test).token
        for round in 0..<3 {
            _ = fixture.verify(Self.question("garbage-\(round)"), by: garbler)
            self.bench.run()
        }
        #expect(fixture.verify(Self.question("garbage-9"), by: garbler).code == "limit_exceeded")
        #expect(self.awaits(fixture.verify(Self.question(Self.weak), by: other)))
        self.bench.run()
        #expect(fixture.verify(Self.question(Self.weak), by: other).text("key_id") == "\(record.id)")
    }

    @Test func `one address of a caller's clients leaves the others alone`() throws {
        let fixture = try self.fixture(wrongTokens: 1)
        fixture.fillBuckets()
        try fixture.adopt(Self.weak, isWeak: true)
        let caller = fixture.issue("keys:verify").token
        let ask = { (key: String, address: String) in
            fixture.verify(Self.question(key, ",\"address\":\"\(address)\""), by: caller)
        }
        _ = ask("garbage-1", "192.0.2.1")
        self.bench.run()
        #expect(ask("garbage-2", "192.0.2.1").code == "limit_exceeded")
        #expect(self.awaits(ask(Self.weak, "192.0.2.2")))
    }

    @Test func `a full line of one environment's garbage makes room for another's key`() throws {
        let fixture = try self.fixture(wrongTokens: 1_000)
        fixture.fillBuckets()
        try fixture.adopt(Self.weak, isWeak: true, in: fixture.test)
        let garbler = fixture.issue("keys:verify").token
        for index in 0..<ForeignDesk.mostUnderWay {
            #expect(self.awaits(fixture.verify(Self.question("garbage-\(index)"), by: garbler)))
        }
        #expect(fixture.verify(Self.question("one-more"), by: garbler).code == "temporarily_unavailable")
        let other = fixture.issue("keys:verify", in: fixture.test).token
        #expect(self.awaits(fixture.verify(Self.question(Self.weak), by: other)))
    }

    // MARK: Proxies

    @Test func `a proxy's question waits too, and garbage never makes it a 5xx`() throws {
        let proxy = try ProxyFixture(slowWork: { [bench] in bench.add($0) })
        proxy.fixture.fillBuckets()
        try proxy.fixture.adopt(Self.weak, isWeak: true) {
            $0.grants = Grants(allowed: ["orders:read"].compactMap { PermissionPattern($0) })
        }
        let asks = { (token: String) in
            [
                proxy.nginx("GET", "/orders/1", [proxy.bearer(token)]),
                proxy.traefik("GET", "/orders/1", [proxy.bearer(token)]),
                proxy.envoy("GET", "/orders/1", [proxy.bearer(token)]),
            ]
        }
        proxy.fixture.mayAwaitProof = true
        #expect(asks(Self.weak).allSatisfy { self.awaits($0) && $0.decisions.isEmpty })
        self.bench.run()
        #expect(asks(Self.weak).allSatisfy { $0.status == 200 })
        for index in 0..<ForeignDesk.mostUnderWay { _ = asks("garbage-\(index)") }
        for mayWait in [true, false] {
            proxy.fixture.mayAwaitProof = mayWait
            let replies = asks(mayWait ? "one-more" : "garbage-1")
            #expect(replies.map(\.status) == [403, 429, 429])
            #expect(replies[0].fields["gatehouse-status"] == "429")
            #expect(replies.allSatisfy { $0.fields["retry-after"] == "1" && $0.code == "temporarily_unavailable" })
            #expect(replies.allSatisfy { $0.decisions.first?.reason == .credentialPending })
        }
    }
}
