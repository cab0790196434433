import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct BulkRevokeTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `a dry run says exactly what the act does, whatever is selected`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let world = try await ManagementWorld(seed: seed)
        let environments = try await Self.environments(of: world)
        let owners = try await Self.owners(of: world, environments[0].projectID)
        var made: [KeyWithToken] = []
        for number in 0..<24 {
            let environment = random.pick(environments)
            let (owner, tag) = (random.pick(owners), random.pick(["red", "green"]))
            made.append(
                try await world.issue(in: environment, name: "key \(number)") { issue in
                    issue.ownerID = environment.projectID == owners[0].projectID ? owner.id : nil
                    issue.tags = [tag]
                })
            guard let last = made.last else { continue }
            switch random.number(below: 5) {
            case 0: try await world.perform(RevokeKey(last.id))
            case 1: try await world.perform(SuspendKey(last.id))
            default: break
            }
        }
        let selections: [BulkSelection] = [
            .init(projectID: environments[0].projectID, tag: "red"), .init(environmentID: environments[1].id),
            .init(ownerID: owners[0].id), .init(tag: "green"),
        ]
        let selection = random.pick(selections)
        let before = try await Self.records(of: world)
        let forecast = try await world.perform(BulkRevokeKeys(selection), .init(isDryRun: true))
        #expect(try await Self.records(of: world) == before)
        let effect = try await world.perform(BulkRevokeKeys(selection))
        #expect(effect == forecast)
        let after = try await Self.records(of: world)
        let changed = Set(before.keys.filter { before[$0] != after[$0] })
        #expect(changed == Set(forecast.outcomes.filter(\.isChanged).map(\.keyID)))
        #expect(changed.allSatisfy { after[$0]?.state == .revoked })
        let expected = before.values.filter { Self.isSelected($0, selection) && $0.state != .revoked }
        #expect(changed == Set(expected.map(\.id)))
    }

    @Test func `the blast radius names owners, routes and callers of the last day`() async throws {
        let world = try await ManagementWorld(
            insight: .init(requestsLastDay: { UInt64($0.count) * 100 }, hasBeenUsed: { _, _ in false }))
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .team, name: "Billing"))
        let keys = [
            try await world.issue(in: environment) { $0.ownerID = owner.id },
            try await world.issue(in: environment) { $0.ownerID = owner.id },
            try await world.issue(in: environment),
        ]
        let use = { (key: KeyID, address: UInt32, route: String, age: Int64) in
            VersionUsage(
                keyID: key, versionNumber: 1, at: world.clock.now.adding(seconds: -age),
                address: IPAddress(ipv4: address), userAgent: "curl", route: route)
        }
        try await world.perform(
            RecordUsage([
                use(keys[0].id, 1, "orders", 10), use(keys[1].id, 1, "invoices", 20), use(keys[2].id, 2, "orders", 30),
                use(keys[2].id, 3, "ancient", 90_000),
            ]))
        let radius = try await world.plane.blastRadius(
            of: .matching(.init(environmentID: environment.id)), for: ManagementWorld.root)
        #expect(radius.keyCount == 3 && radius.owners == [owner.id])
        #expect(radius.routes == ["invoices", "orders"] && radius.callerCount == 2)
        #expect(radius.requestsLastDay == 300 && radius.lastUsedAt == world.clock.now.adding(seconds: -10))
        let one = try await world.plane.blastRadius(of: .key(keys[2].id), for: ManagementWorld.root)
        #expect(one.keyCount == 1 && one.owners.isEmpty && one.requestsLastDay == 100)
    }

    @Test func `a selection must say something, and something that is there`() async throws {
        let world = try await ManagementWorld()
        await expectObjections([""]) { try await world.perform(BulkRevokeKeys(.init())) }
        await expectRefusal(.notFound) {
            try await world.perform(BulkRevokeKeys(.init(projectID: .init(high: 1, low: 1))))
        }
        let none = try await world.perform(BulkRevokeKeys(.init(tag: "nobody has it")))
        #expect(none.outcomes.isEmpty && none.blastRadius.keyCount == 0)
    }

    @Test func `a grace period is given to all, and what ends earlier already is left so`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let early = try await world.issue(in: environment)
        let other = try await world.issue(in: environment)
        try await world.perform(RevokeKey(early.id, graceSeconds: 60))
        let effect = try await world.perform(
            BulkRevokeKeys(.init(environmentID: environment.id), graceSeconds: 3600))
        #expect(
            Dictionary(uniqueKeysWithValues: effect.outcomes.map { ($0.keyID, $0.isChanged) }) == [
                early.id: false, other.id: true,
            ])
        #expect(try await world.record(early.id).revokesAt == world.clock.now.adding(seconds: 60))
    }

    private static func environments(of world: ManagementWorld) async throws -> [Environment] {
        let live = try await world.makeEnvironment()
        let test = try await world.perform(
            CreateEnvironment(projectID: live.projectID, name: "test", tag: "test"))
        let other = try await world.perform(CreateProject(name: "other"))
        return [
            live, test, try await world.perform(CreateEnvironment(projectID: other.id, name: "live", tag: "live")),
        ]
    }

    private static func owners(of world: ManagementWorld, _ project: ProjectID) async throws -> [Identity] {
        [
            try await world.perform(CreateIdentity(projectID: project, category: .team, name: "A")),
            try await world.perform(CreateIdentity(projectID: project, category: .team, name: "B")),
        ]
    }

    private static func records(of world: ManagementWorld) async throws -> [KeyID: KeyRecord] {
        try await world.store.read { reader in
            var records: [KeyID: KeyRecord] = [:]
            try reader.forEachKey { key throws(StorageError) in records[key.id] = key }
            return records
        }
    }

    private static func isSelected(_ key: KeyRecord, _ selection: BulkSelection) -> Bool {
        selection.projectID.map { $0 == key.projectID } ?? true
            && selection.environmentID.map { $0 == key.environmentID } ?? true
            && selection.ownerID.map { $0 == key.ownerID } ?? true
            && selection.tag.map { key.tags.contains($0) } ?? true
    }
}
