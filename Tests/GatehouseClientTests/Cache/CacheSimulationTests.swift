import TestKit
import Testing

@testable import GatehouseClient

/// A server that revokes keys and restarts, a feed that is slow, stalls and breaks, and answers that arrive late: at
/// every moment the cache must admit only keys that were good less than two seconds ago.
@Suite struct CacheSimulationTests {
    /// The world in which the cache lives. Times are monotonic nanoseconds.
    private struct World {
        struct Poll {
            let asked: UInt64
            let arrives: UInt64
            /// `nil` when the connection breaks.
            let report: ChangeReport?
        }

        struct Answer {
            let number: Int
            let arrives: UInt64
            let generation: UInt64
            let ticket: CacheState.Ticket?
        }

        var generator: SeededGenerator
        var cache = CacheState(.init(capacity: 16))
        var now: UInt64 = 1_000_000_000
        var generation: UInt64 = 1
        var rememberedFrom: UInt64 = 1
        var changes: [(generation: UInt64, number: Int)] = []
        var revokedAt: [Int: UInt64] = [:]
        var poll: Poll?
        var answers: [Answer] = []
        var hits = 0
        var worstAge: UInt64 = 0

        init(seed: UInt64) { self.generator = .init(seed: seed) }

        mutating func delay() -> UInt64 {
            let longest = self.generator.oneIn(20) ? 4000 : 60
            return UInt64(self.generator.number(below: longest)) * 1_000_000
        }

        mutating func step() {
            self.now += UInt64(self.generator.number(below: 30)) * 1_000_000
            self.deliver()
            switch self.generator.number(below: 40) {
            case 0: self.revoke()
            case 1: self.generation += 1
            case 2: self.restart()
            case 3..<18: self.ask()
            default: self.look()
            }
        }

        mutating func deliver() {
            if let poll, poll.arrives <= self.now {
                if let report = poll.report {
                    self.cache.learn(report, asked: poll.asked, at: self.now)
                } else {
                    self.cache.lose()
                }
                self.poll = nil
            }
            if self.poll == nil {
                // What the server answers was true at some moment between question and answer: here, at the question.
                let arrives = self.now + self.delay()
                let breaks = self.generator.oneIn(30)
                self.poll = .init(asked: self.now, arrives: arrives, report: breaks ? nil : self.report())
            }
            for answer in self.answers where answer.arrives <= self.now {
                guard let ticket = answer.ticket else { continue }
                self.cache.store(
                    Self.key(answer.number), for: Self.question(answer.number), generation: answer.generation,
                    ticket: ticket, at: self.now)
            }
            self.answers.removeAll { $0.arrives <= self.now }
        }

        /// What a server answers: the keys that changed, as far back as it remembers.
        func report() -> ChangeReport {
            let known = self.cache.generation ?? 0
            let isRemembered = known >= self.rememberedFrom && known <= self.generation
            let changed = self.changes.filter { $0.generation > known }.map { "key_\($0.number)" }
            return .init(generation: self.generation, changedKeys: isRemembered ? changed : nil)
        }

        /// Revokes a key, or brings one back, so that there is always something to admit.
        mutating func revoke() {
            let number = self.generator.number(below: 24)
            self.revokedAt[number] = self.revokedAt[number] == nil ? self.now : nil
            self.generation += 1
            self.changes.append((self.generation, number))
            guard self.generator.oneIn(10) else { return }
            self.rememberedFrom = self.generation
            self.changes = []
        }

        /// Generations begin anew, sometimes above the last one; connections break.
        mutating func restart() {
            self.generation = UInt64(1 + self.generator.number(below: 3)) + (self.generator.oneIn(2) ? 1000 : 0)
            self.rememberedFrom = self.generation
            self.changes = []
            if let poll { self.poll = .init(asked: poll.asked, arrives: self.now, report: nil) }
            self.deliver()
        }

        mutating func ask() {
            let number = self.generator.number(below: 24)
            let ticket = self.cache.ticket(at: self.now)
            guard self.revokedAt[number] == nil else { return }
            self.answers.append(
                .init(number: number, arrives: self.now + self.delay(), generation: self.generation, ticket: ticket))
        }

        mutating func look() {
            let number = self.generator.number(below: 24)
            let civil = Timestamp(secondsSince1970: 1_796_083_200)
            guard self.cache.admission(for: Self.question(number), at: self.now, civil: civil) != nil else { return }
            self.hits += 1
            if let revokedAt = self.revokedAt[number] { self.worstAge = max(self.worstAge, self.now - revokedAt) }
        }

        static func question(_ number: Int) -> SipHash.Tag { .init(low: UInt64(number), high: 1) }

        static func key(_ number: Int) -> AdmittedKey {
            .init(
                requestID: "req_1", keyID: "key_\(number)", version: 1, project: nil, environment: nil, owner: nil,
                permissions: [], boundary: nil, expiresAt: nil, versionExpiresAt: nil, limits: [])
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
    func `no revoked key is admitted for longer than the lease`(_ seed: UInt64) {
        var world = World(seed: seed)
        for _ in 0..<20_000 { world.step() }
        #expect(world.hits > 500)
        #expect(world.worstAge < CacheConfiguration.lease.wholeNanoseconds)
        #expect(world.cache.count <= 16)
    }
}
