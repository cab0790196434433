import Admission
import Foundation
import Gateway
import HTTPMachines
import Keys
import Synchronization
import Testing

/// Each kind of limit, as a client of the gateway meets it.
@Suite struct LimitKindTests {
    private func policy(
        _ name: String, _ scope: LimitPolicy.Scope = .key, _ algorithm: LimitPolicy.Algorithm,
        _ terms: (inout LimitTerms) -> Void = { _ in }
    ) -> LimitPolicy {
        var policy = LimitPolicy(name: name, scope: scope, algorithm: algorithm)
        terms(&policy.terms)
        return policy
    }

    private func perMinute(_ limit: UInt32) -> LimitPolicy.Algorithm {
        .slidingWindow([.init(limit: limit, seconds: 60)])
    }

    private func route(
        _ index: Int = 0, _ path: String = "/**", limits: [LimitPolicy] = [], cost: UInt32 = 1,
        reportedCost: UInt32? = nil
    ) -> RouteConfiguration {
        RouteConfiguration(
            rules: RouteRules(
                index: index, name: "route-\(index)", project: "orders", environment: "live", limits: limits,
                cost: cost, reportedCost: reportedCost),
            host: nil, methods: nil, path: path)
    }

    private func withHarness(
        _ routes: [RouteConfiguration], upstream: ScriptedUpstream? = nil,
        _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        let upstream =
            upstream
            ?? ScriptedUpstream { connection, _ in
                while connection.receiveMessage() != nil {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
        let harness = try await GatewayHarness(upstreamPort: upstream.port, routes: routes)
        try await body(harness)
        await harness.stop()
    }

    private func get(_ token: String, _ path: String = "/a", _ method: String = "GET") -> String {
        let length = method == "GET" ? "" : "Content-Length: 0\r\n"
        return "\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(length)X-API-Key: \(token)\r\n\r\n"
    }

    private func code(_ message: Message?) -> String? {
        let json = try? JSONSerialization.jsonObject(with: Data(message?.body ?? [])) as? [String: Any]
        return json?["code"] as? String
    }

    @Test func `a quota by the calendar is used up until its period ends`() async throws {
        let quota = self.policy("month", .key, .calendar(limit: 2, unit: .month, timeZone: "UTC"))
        try await self.withHarness([self.route(limits: [quota])]) { harness in
            let token = harness.issue().token
            let first = harness.request(self.get(token))
            #expect(first?["ratelimit-policy"] == "\"month\";q=2;w=2678400")
            #expect(harness.request(self.get(token))?.status == 200)
            let refused = harness.request(self.get(token))
            #expect(refused?.status == 429)
            #expect(self.code(refused) == "quota_exceeded")
            let end = CalendarUnit.month.period(at: GatewayHarness.now, in: .utc).upperBound
            let wait = try #require(refused?["retry-after"].flatMap { Int64($0) })
            #expect(abs(end.seconds - GatewayHarness.now.seconds - wait) <= 2)
        }
    }

    @Test func `operation classes are counted by themselves`() async throws {
        let limits = [self.policy("class", .operation, self.perMinute(1))]
        try await self.withHarness([self.route(limits: limits)]) { harness in
            let token = harness.issue().token
            #expect(harness.request(self.get(token))?.status == 200)
            #expect(harness.request(self.get(token))?.status == 429)
            #expect(harness.request(self.get(token, "/a", "POST"))?.status == 200)
            #expect(harness.request(self.get(token, "/a", "POST"))?.status == 429)
        }
    }

    @Test func `a request counts for what its route says`() async throws {
        let limit = self.policy("units", .key, self.perMinute(10))
        let routes = [self.route(0, "/cheap"), self.route(1, "/dear", cost: 4)]
        try await self.withHarness(routes) { harness in
            let token = harness.issue { $0.limits = [limit] }.token
            #expect(harness.request(self.get(token, "/dear"))?["ratelimit"]?.hasPrefix("\"units\";r=6;") == true)
            #expect(harness.request(self.get(token, "/cheap"))?["ratelimit"]?.hasPrefix("\"units\";r=5;") == true)
            #expect(harness.request(self.get(token, "/dear"))?.status == 200)
            #expect(harness.request(self.get(token, "/dear"))?.status == 429)
            #expect(harness.request(self.get(token, "/cheap"))?.status == 200)
        }
    }

    @Test func `the upstream reports what a request cost, up to the route's maximum`() async throws {
        let reports = Mutex(["2", "50", "x", "0"])
        let upstream = ScriptedUpstream { connection, _ in
            while connection.receiveMessage() != nil {
                let cost = reports.withLock { $0.isEmpty ? "1" : $0.removeFirst() }
                connection.send("HTTP/1.1 200 OK\r\nGatehouse-Cost: \(cost)\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        let limit = self.policy("units", .key, self.perMinute(40))
        let route = self.route(cost: 5, reportedCost: 20)
        try await self.withHarness([route], upstream: upstream) { harness in
            let token = harness.issue { $0.limits = [limit] }.token
            let remaining = {
                harness.request(self.get(token)).flatMap { $0["ratelimit"] }
                    .flatMap { $0.split(separator: "r=").last?.split(separator: ";").first }.flatMap { Int($0) }
            }
            let first = harness.request(self.get(token))
            #expect(first?["gatehouse-cost"] == nil)
            // 40 - 2 reported - 5 estimated; then 20 at most of the 50; then 5 of what is no number; then nothing.
            #expect(remaining() == 33)
            #expect(remaining() == 13)
            #expect(remaining() == 8)
            #expect(remaining() == 8)
        }
    }

    @Test func `requests under way are counted until they end, however they end`() async throws {
        let gate = Mutex<[DispatchSemaphore]>([])
        let upstream = ScriptedUpstream { connection, _ in
            while let message = connection.receiveMessage() {
                if message.start.contains("/wait") {
                    let semaphore = DispatchSemaphore(value: 0)
                    gate.withLock { $0.append(semaphore) }
                    _ = semaphore.wait(timeout: .now() + 20)
                }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        let limit = self.policy("open", .key, .concurrency(2))
        try await self.withHarness([self.route(limits: [limit])], upstream: upstream) { harness in
            let token = harness.issue().token
            let (first, second) = (harness.connect(), harness.connect())
            first.send(self.get(token, "/wait"))
            second.send(self.get(token, "/wait"))
            while gate.withLock({ $0.count }) < 2 { await Task.yield() }
            let refused = harness.request(self.get(token))
            #expect(refused?.status == 429)
            #expect(self.code(refused) == "limit_exceeded")
            // One ends with its answer, the other with its client.
            _ = gate.withLock { $0[0].signal() }
            let answered = first.hasAnswer(within: 10_000) ? first : second
            #expect(answered.receiveMessage()?.status == 200)
            #expect(harness.request(self.get(token))?.status == 200)
            (answered === first ? second : first).reset()
            let both = [harness.connect(), harness.connect()]
            var admitted = 0
            while admitted < 2 {
                admitted = 0
                for client in both { client.send(self.get(token)) }
                for client in both where client.receiveMessage()?.status == 200 { admitted += 1 }
            }
            _ = gate.withLock { $0[1].signal() }
        }
    }

    @Test func `credits are spent last, and used up`() async throws {
        let limit = self.policy("minute", .key, self.perMinute(3))
        try await self.withHarness([self.route(limits: [limit])]) { harness in
            let credits = Credits(remaining: 5, setAt: GatewayHarness.now)
            let key = harness.issue { $0.credits = credits }
            for _ in 0..<3 { #expect(harness.request(self.get(key.token))?.status == 200) }
            // Refused by the limit: costs no credit.
            for _ in 0..<3 { #expect(self.code(harness.request(self.get(key.token))) == "limit_exceeded") }
            try await harness.change { $0.routes = [self.route()] }
            for _ in 0..<2 { #expect(harness.request(self.get(key.token))?.status == 200) }
            let refused = harness.request(self.get(key.token))
            #expect(refused?.status == 429)
            #expect(self.code(refused) == "quota_exceeded")
            var record = key.record
            record.credits = Credits(remaining: 1, setAt: .distantPast)
                .given(at: GatewayHarness.now, after: credits)
            harness.put(record)
            #expect(harness.request(self.get(key.token))?.status == 200)
            #expect(harness.request(self.get(key.token))?.status == 429)
        }
    }

    @Test func `a limit in the shadow lets everything pass`() async throws {
        let limit = self.policy("trial", .key, self.perMinute(1)) { $0.onExceed = .shadow }
        try await self.withHarness([self.route(limits: [limit])]) { harness in
            let token = harness.issue().token
            for _ in 0..<5 { #expect(harness.request(self.get(token))?.status == 200) }
        }
    }

    @Test func `whoever goes on over a limit is banned`() async throws {
        let limit = self.policy("strict", .key, .slidingWindow([.init(limit: 1, seconds: 1)])) {
            $0.penalty = .init(afterRefusals: 3, baseSeconds: 60, maximumSeconds: 600)
        }
        try await self.withHarness([self.route(limits: [limit])]) { harness in
            let token = harness.issue().token
            var last: Message?
            for _ in 0..<6 { last = harness.request(self.get(token)) }
            #expect(last?.status == 429)
            #expect(self.code(last) == "abnormal_usage")
            let json = try #require(
                JSONSerialization.jsonObject(with: Data(last?.body ?? [])) as? [String: Any])
            #expect(
                json["type"] as? String == "https://iana.org/assignments/http-problem-types#abnormal-usage-detected")
            #expect((last?["retry-after"].flatMap { Int($0) } ?? 0) > 50)
        }
    }

    @Test func `a request waits for room where the limit lets it, and no longer than it may`() async throws {
        let limit = self.policy("paced", .key, .tokenBucket(rate: .init(limit: 5, seconds: 1), burst: 1)) {
            $0.onExceed = .delay(maximumMilliseconds: 2_000, maximumWaiting: 1)
        }
        try await self.withHarness([self.route(limits: [limit])]) { harness in
            let token = harness.issue().token
            let began = ContinuousClock.now
            for _ in 0..<4 { #expect(harness.request(self.get(token))?.status == 200) }
            // Three had to wait for a fifth of a second each.
            #expect(ContinuousClock.now - began >= .milliseconds(550))
        }
    }

    @Test func `no more wait than may`() async throws {
        let limit = self.policy("paced", .key, .slidingWindow([.init(limit: 1, seconds: 10)])) {
            $0.onExceed = .delay(maximumMilliseconds: 30_000, maximumWaiting: 1)
        }
        try await self.withHarness([self.route(limits: [limit])]) { harness in
            let token = harness.issue().token
            #expect(harness.request(self.get(token))?.status == 200)
            // Two loops: two may wait, and the third of three is on one of theirs.
            let clients = (0..<3).map { _ in harness.connect() }
            for client in clients { client.send(self.get(token)) }
            while !clients.contains(where: { $0.hasAnswer(within: 50) }) { await Task.yield() }
            let answered = try #require(clients.first { $0.hasAnswer(within: 0) })
            #expect(answered.receiveMessage()?.status == 429)
        }
    }

    @Test func `a scheduled change and an override hold for their time`() async throws {
        let now = GatewayHarness.now
        let limit = self.policy("minute", .key, self.perMinute(2)) {
            $0.schedule = [
                .init(startsAt: now.adding(seconds: -10), endsAt: now.adding(seconds: 3_600), percent: 200)
            ]
        }
        try await self.withHarness([self.route()]) { harness in
            let raised = harness.issue { $0.limits = [limit] }.token
            for _ in 0..<4 { #expect(harness.request(self.get(raised))?.status == 200) }
            #expect(harness.request(self.get(raised))?.status == 429)
            let plain = self.policy("minute", .key, self.perMinute(2))
            let override = { (until: WallTime) in
                LimitOverride(limit: "minute", algorithm: self.perMinute(5), until: until, reason: "launch")
            }
            let overridden = harness.issue {
                $0.limits = [plain]
                $0.limitOverrides = [override(now.adding(seconds: 3_600))]
            }.token
            for _ in 0..<5 { #expect(harness.request(self.get(overridden))?.status == 200) }
            #expect(harness.request(self.get(overridden))?.status == 429)
            let ended = harness.issue {
                $0.limits = [plain]
                $0.limitOverrides = [override(now.adding(seconds: -1))]
            }.token
            for _ in 0..<2 { #expect(harness.request(self.get(ended))?.status == 200) }
            #expect(harness.request(self.get(ended))?.status == 429)
        }
    }

    @Test func `as many parallel requests are admitted as the limit says, over all loops`() async throws {
        let limit = self.policy("exact", .key, self.perMinute(57))
        try await self.withHarness([self.route(limits: [limit])]) { harness in
            let token = harness.issue().token
            let admitted = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let client = harness.connect()
                        var admitted = 0
                        for _ in 0..<20 {
                            client.send(self.get(token))
                            if client.receiveMessage()?.status == 200 { admitted += 1 }
                        }
                        return admitted
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(admitted == 57)
        }
    }
}
