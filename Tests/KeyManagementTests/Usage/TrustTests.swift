import Auditing
import KeyManagement
import Keys
import TestKit
import Testing

/// What keeps and what takes back the trust in a key.
@Suite struct TrustTests {
    private static let day: Int64 = 86_400

    private static func limit(_ name: String = "default", percent: UInt32 = 150) -> LimitPolicy {
        var limit = LimitPolicy(name: name, scope: .key, algorithm: .slidingWindow([.init(limit: 10, seconds: 60)]))
        limit.terms.trusted = .init(afterCleanDays: 30, percent: percent, cleanSince: .distantPast)
        return limit
    }

    private func cleanSince(_ made: KeyWithToken, in world: ManagementWorld) async throws -> WallTime? {
        try await world.record(made.id).limits.first?.terms.trusted?.cleanSince
    }

    private func trusted(_ world: ManagementWorld) async throws -> KeyWithToken {
        try await world.issue(in: world.makeEnvironment()) { $0.limits = [Self.limit()] }
    }

    @Test func `counting begins when a key is issued, and whoever changes its limits cannot choose since when`()
        async throws
    {
        let world = try await ManagementWorld()
        let made = try await self.trusted(world)
        let first = LimitTrust.firstDay(after: world.clock.now)
        #expect(try await self.cleanSince(made, in: world) == first)
        world.clock.advance(seconds: 40 * Self.day)
        var update = UpdateKey(made.id)
        update.limits = .value([Self.limit(percent: 200), Self.limit("other")])
        try await world.perform(update, .init(expectedRevision: world.record(made.id).revision))
        let limits = try await world.record(made.id).limits
        #expect(limits.map { $0.terms.trusted?.cleanSince } == [first, first])
        #expect(limits[0].terms.trusted?.percent == 200)
    }

    @Test func `a ban is written down once a day, with an entry`() async throws {
        let world = try await ManagementWorld()
        let made = try await self.trusted(world)
        world.clock.advance(seconds: 40 * Self.day)
        let now = world.clock.now
        let entries = try await world.entries().count
        #expect(try await world.perform(NoteAbuse([(made.id, now)])) == [made.id])
        #expect(try await self.cleanSince(made, in: world) == LimitTrust.firstDay(after: now))
        #expect(try await world.perform(NoteAbuse([(made.id, now), (made.id, now)])).isEmpty)
        let last = try await world.entries().dropFirst(entries)
        #expect(last.map(\.action) == [.keyUpdate])
        #expect(last.first?.reason?.contains("ban") == true)
    }

    @Test func `a key without trust, and one that is not there, are passed over`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let entries = try await world.entries().count
        let gone = KeyID(high: 7, low: 7)
        #expect(try await world.perform(NoteAbuse([(made.id, world.clock.now), (gone, world.clock.now)])).isEmpty)
        #expect(try await world.entries().count == entries)
    }

    @Test func `a leak that is reported takes trust back, though the key goes on`() async throws {
        let world = try await ManagementWorld()
        let made = try await self.trusted(world)
        world.clock.advance(seconds: 40 * Self.day)
        let report = LeakReport(version: .init(made, number: 1), reporter: "github", place: "commit", url: "")
        try await world.perform(ReportLeaks([report], revokes: false))
        #expect(try await self.cleanSince(made, in: world) == LimitTrust.firstDay(after: world.clock.now))
    }

    @Test func `so does a suspension, and the day on which it ends`() async throws {
        let world = try await ManagementWorld()
        let made = try await self.trusted(world)
        world.clock.advance(seconds: 40 * Self.day)
        try await world.perform(SuspendKey(made.id))
        #expect(try await self.cleanSince(made, in: world) == LimitTrust.firstDay(after: world.clock.now))
        world.clock.advance(seconds: 5 * Self.day)
        try await world.perform(ResumeKey(made.id))
        #expect(try await self.cleanSince(made, in: world) == LimitTrust.firstDay(after: world.clock.now))
    }

    @Test func `a policy's limit is not raised by trust`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        var create = CreatePolicy(environmentID: environment.id, name: "all")
        create.limits = [Self.limit()]
        await #expect(throws: ManagementError.self) { try await world.perform(create) }
    }
}
