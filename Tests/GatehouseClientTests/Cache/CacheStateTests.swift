import Testing

@testable import GatehouseClient

@Suite struct CacheStateTests {
    private let second: UInt64 = 1_000_000_000
    private let civil = Timestamp(secondsSince1970: 1_796_083_200)

    private func question(_ number: Int) -> SipHash.Tag { .init(low: UInt64(number), high: 0) }

    private func key(_ number: Int, expiresAt: Timestamp? = nil, versionExpiresAt: Timestamp? = nil) -> AdmittedKey {
        .init(
            requestID: "req_\(number)", keyID: "key_\(number)", version: 1, project: nil, environment: nil, owner: nil,
            permissions: [], boundary: nil, expiresAt: expiresAt, versionExpiresAt: versionExpiresAt, limits: [])
    }

    /// A cache in step since second 10 at generation 5.
    private func inStep(capacity: Int = 10, maximumAge: Duration = .seconds(60)) -> CacheState {
        var state = CacheState(.init(capacity: capacity, maximumAge: maximumAge))
        state.learn(.init(generation: 5, changedKeys: []), asked: 10 * self.second, at: 10 * self.second)
        return state
    }

    private func store(_ number: Int, in state: inout CacheState, generation: UInt64 = 5, at now: UInt64) {
        guard let ticket = state.ticket(at: now) else { return }
        state.store(self.key(number), for: self.question(number), generation: generation, ticket: ticket, at: now)
    }

    private func holds(_ number: Int, in state: inout CacheState, at now: UInt64) -> Bool {
        state.admission(for: self.question(number), at: now, civil: self.civil) != nil
    }

    @Test func `a cache whose feed has never answered holds nothing`() {
        var state = CacheState(.init())
        #expect(state.ticket(at: 0) == nil)
        self.store(1, in: &state, at: 0)
        #expect(state.count == 0)
    }

    @Test func `an admission is found until the feed is two seconds late, and not again when it comes back`() {
        var state = self.inStep()
        self.store(1, in: &state, at: 10 * self.second)
        let found = self.holds(1, in: &state, at: 12 * self.second - 1)
        #expect(found)
        let late = self.holds(1, in: &state, at: 12 * self.second)
        #expect(!late)
        #expect(state.count == 0)
        state.learn(.init(generation: 5, changedKeys: []), asked: 12 * self.second, at: 12 * self.second)
        let back = self.holds(1, in: &state, at: 12 * self.second)
        #expect(!back)
    }

    @Test func `a version that this client ended is forgotten, and so is what was asked before`() {
        var state = self.inStep()
        let now = 10 * self.second
        self.store(1, in: &state, at: now)
        self.store(2, in: &state, at: now)
        let before = state.ticket(at: now)
        state.endVersion(of: "key_1")
        let (ended, other) = (self.holds(1, in: &state, at: now), self.holds(2, in: &state, at: now))
        #expect(!ended && other)
        if let before {
            state.store(self.key(1), for: self.question(1), generation: 5, ticket: before, at: now)
        }
        let isBack = self.holds(1, in: &state, at: now)
        #expect(before != nil && !isBack)
        self.store(1, in: &state, at: now)
        let isAskedAnew = self.holds(1, in: &state, at: now)
        #expect(isAskedAnew)
    }

    @Test func `the lease counts from when a report was asked for, not from when it came`() {
        var state = self.inStep()
        self.store(1, in: &state, at: 10 * self.second)
        state.learn(.init(generation: 5, changedKeys: []), asked: 10 * self.second + 5, at: 11 * self.second)
        let before = self.holds(1, in: &state, at: 12 * self.second + 4)
        let after = self.holds(1, in: &state, at: 12 * self.second + 5)
        #expect(before)
        #expect(!after)
    }

    @Test func `reports keep the cache alive`() {
        var state = self.inStep()
        self.store(1, in: &state, at: 10 * self.second)
        for step in 1...20 {
            let now = (10 + UInt64(step)) * self.second
            state.learn(.init(generation: 5, changedKeys: []), asked: now, at: now)
        }
        let found = self.holds(1, in: &state, at: 30 * self.second)
        #expect(found)
    }

    @Test func `a report ends what it names and nothing else`() {
        var state = self.inStep()
        let now = 10 * self.second
        for number in 1...3 { self.store(number, in: &state, at: now) }
        state.learn(.init(generation: 6, changedKeys: ["key_2", "key_9"]), asked: now, at: now)
        let held = [1, 2, 3].map { self.holds($0, in: &state, at: now) }
        #expect(held == [true, false, true])
        state.learn(.init(generation: 6, changedKeys: nil), asked: now, at: now)
        #expect(state.count == 0)
    }

    @Test func `a report ends every question about the key it names`() throws {
        var state = self.inStep()
        let now = 10 * self.second
        let handedOut = state.ticket(at: now)
        let ticket = try #require(handedOut)
        for number in 1...5 {
            state.store(self.key(1), for: self.question(number), generation: 5, ticket: ticket, at: now)
        }
        #expect(state.count == 5)
        state.learn(.init(generation: 6, changedKeys: ["key_1"]), asked: now, at: now)
        #expect(state.count == 0)
    }

    @Test func `an answer that was decided before what the feed knows is not kept`() {
        var state = self.inStep()
        self.store(1, in: &state, generation: 4, at: 10 * self.second)
        #expect(state.count == 0)
    }

    @Test func `an answer to a question from before the feed was lost is not kept`() throws {
        var state = self.inStep()
        let handedOut = state.ticket(at: 10 * self.second)
        let ticket = try #require(handedOut)
        state.lose()
        state.learn(.init(generation: 1, changedKeys: []), asked: 10 * self.second, at: 10 * self.second)
        state.store(self.key(1), for: self.question(1), generation: 9, ticket: ticket, at: 10 * self.second)
        #expect(state.count == 0)
    }

    @Test func `a generation that goes back is another server, and empties the cache`() throws {
        var state = self.inStep()
        self.store(1, in: &state, at: 10 * self.second)
        let handedOut = state.ticket(at: 10 * self.second)
        let ticket = try #require(handedOut)
        state.learn(.init(generation: 2, changedKeys: []), asked: 10 * self.second, at: 10 * self.second)
        #expect(state.count == 0)
        #expect(state.generation == 2)
        state.store(self.key(2), for: self.question(2), generation: 5, ticket: ticket, at: 10 * self.second)
        #expect(state.count == 0)
    }

    @Test func `an admission ends with the key, with its version and with its age`() throws {
        let now = 10 * self.second
        for (expires, version) in [(1, nil), (nil, 1), (5, 1), (1, 5)] as [(Int64?, Int64?)] {
            var state = self.inStep()
            let end = { (seconds: Int64?) in
                seconds.map { Timestamp(secondsSince1970: self.civil.secondsSince1970 + $0) }
            }
            let key = self.key(1, expiresAt: end(expires), versionExpiresAt: end(version))
            let handedOut = state.ticket(at: now)
            let ticket = try #require(handedOut)
            state.store(key, for: self.question(1), generation: 5, ticket: ticket, at: now)
            let before = state.admission(for: self.question(1), at: now, civil: self.civil)
            let after = state.admission(
                for: self.question(1), at: now, civil: .init(secondsSince1970: self.civil.secondsSince1970 + 1))
            #expect(before != nil)
            #expect(after == nil)
            #expect(state.count == 0)
        }
        var state = self.inStep(maximumAge: .seconds(1))
        self.store(1, in: &state, at: now)
        let young = self.holds(1, in: &state, at: now + self.second - 1)
        let old = self.holds(1, in: &state, at: now + self.second)
        #expect(young)
        #expect(!old)
    }

    @Test func `a full cache drops what was not used, and never grows`() {
        var state = self.inStep(capacity: 3)
        let now = 10 * self.second
        for number in 1...3 { self.store(number, in: &state, at: now) }
        _ = self.holds(1, in: &state, at: now)
        _ = self.holds(3, in: &state, at: now)
        self.store(4, in: &state, at: now)
        let held = [1, 2, 3, 4].map { self.holds($0, in: &state, at: now) }
        #expect(held == [true, false, true, true])
        for number in 5..<200 {
            self.store(number, in: &state, at: now)
            _ = self.holds(number, in: &state, at: now)
            #expect(state.count == 3)
        }
    }

    @Test func `the same question is kept once`() {
        var state = self.inStep()
        for _ in 0..<5 { self.store(1, in: &state, at: 10 * self.second) }
        #expect(state.count == 1)
    }

    @Test func `a cache without room holds nothing`() {
        for capacity in [0, -1] {
            var state = self.inStep(capacity: capacity)
            self.store(1, in: &state, at: 10 * self.second)
            #expect(state.count == 0)
        }
    }
}
