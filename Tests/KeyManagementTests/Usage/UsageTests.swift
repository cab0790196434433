import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct UsageTests {
    @Test func `the last use of each version is shown`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(RotateKey(made.id))
        let uses = [(1, 10), (2, 20), (1, 5)].map { version, seconds in
            VersionUsage(
                keyID: made.id, versionNumber: UInt32(version), at: world.clock.now.adding(seconds: Int64(seconds)),
                address: IPAddress(ipv4: 1), userAgent: "curl/8", route: "orders")
        }
        let entries = try await world.entries().count
        try await world.perform(RecordUsage(uses))
        let details = try await world.answer(GetKey(made.id))
        #expect(details.versions.map { $0.lastUse?.at } == [uses[0].at, uses[1].at])
        #expect(details.lastUse == uses[1])
        #expect(details.record.revision == 2)
        #expect(try await world.entries().count == entries)
    }

    @Test func `uses of keys that are not there are passed over`() async throws {
        let world = try await ManagementWorld()
        let missing = KeyID(high: 1, low: 1)
        try await world.perform(
            RecordUsage([
                .init(
                    keyID: missing, versionNumber: 1, at: world.clock.now, address: IPAddress(ipv4: 1), userAgent: "",
                    route: "")
            ]))
        let changed = try await world.perform(
            NoteFirstUses([.init(keyID: missing, versionNumber: 1, at: world.clock.now)]))
        #expect(changed.isEmpty)
    }

    @Test func `a first use is noted once and never lies in the future`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let use = FirstUse(keyID: made.id, versionNumber: 1, at: world.clock.now.adding(seconds: 60))
        #expect(try await world.perform(NoteFirstUses([use, use])) == [made.id])
        #expect(try await world.perform(NoteFirstUses([use])).isEmpty)
        let record = try await world.record(made.id)
        #expect(record.versions[0].firstUsedAt == world.clock.now && record.revision == 2)
    }

    @Test func `one act takes a bounded number of uses`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let missing = FirstUse(keyID: .init(high: 1, low: 1), versionNumber: 1, at: world.clock.now)
        let late = FirstUse(keyID: made.id, versionNumber: 1, at: world.clock.now)
        let many = Array(repeating: missing, count: NoteFirstUses.most) + [late]
        #expect(try await world.perform(NoteFirstUses(many)).isEmpty)
    }
}
