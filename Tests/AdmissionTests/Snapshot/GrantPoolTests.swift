import Keys
import TestKit
import Testing

@testable import Admission

/// Sets of rights that keys share.
@Suite struct GrantPoolTests {
    private static let permissions = ["a:read", "a:write", "b:read", "c:admin", "d:read"]

    private func rights(_ fixture: AdmissionFixture, _ record: KeyRecord, at now: WallTime) throws -> Grants {
        let snapshot = fixture.pipeline.snapshot
        let segment = snapshot.segment(holding: record.id)
        let position = try #require(segment.position(of: record.id))
        let grants = snapshot.rights(of: segment.entries[position], at: now).grants
        return grants.union(.init())
    }

    @Test func `rights for a time that come and go leave nothing behind`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var (record, _) = fixture.issue()
        let before = fixture.editor.publish().grantSets.count
        for number in 0..<500 {
            record.timedGrants = [PolicyTests.grant("x\(number):read", seconds: 60)]
            fixture.put(record)
            record.timedGrants = []
            fixture.put(record)
        }
        #expect(fixture.editor.publish().grantSets.count <= before + 3)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `whatever changes, every key has the rights that a new start would give it`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let pick = { (most: Int, generator: inout SeededGenerator) in
            (0..<generator.number(below: most + 1)).map { _ in
                Self.permissions[generator.number(below: Self.permissions.count)]
            }
        }
        var roles = (0..<3 as Range<UInt64>).map { number in
            Role(
                id: RoleID(high: 9, low: number), projectID: fixture.live.projectID, name: "r\(number)",
                grants: AdmissionFixture.grants("a:read"), createdAt: AdmissionFixture.now)
        }
        for role in roles { fixture.editor.set(role) }
        var records = (0..<8).map { _ in fixture.issue().record }
        for _ in 0..<60 {
            if generator.number(below: 6) == 0 {
                let index = generator.number(below: roles.count)
                roles[index].grants = .init(allowed: pick(3, &generator).compactMap { PermissionPattern($0) })
                fixture.editor.set(roles[index])
            }
            // Some keys change more than once before they are published.
            for _ in 0...generator.number(below: 3) {
                let index = generator.number(below: records.count)
                records[index].grants.allowed = pick(2, &generator).compactMap { PermissionPattern($0) }
                records[index].roles = roles.filter { _ in generator.number(below: 2) == 0 }.map(\.id)
                records[index].timedGrants = pick(2, &generator).enumerated().map { number, permission in
                    PolicyTests.grant(permission, seconds: Int64(60 * (number + 1)))
                }
                fixture.editor.set(records[index])
            }
            fixture.publish()
            _ = fixture.pipeline.refresh()
            let fresh = AdmissionFixture(routes: [AdmissionFixture.route()])
            for role in roles { fresh.editor.set(role) }
            for record in records { fresh.editor.set(record) }
            fresh.publish()
            _ = fresh.pipeline.refresh()
            for record in records {
                for seconds in [0, 60, 120] as [Int64] {
                    let now = AdmissionFixture.now.adding(seconds: seconds)
                    #expect(try self.rights(fixture, record, at: now) == self.rights(fresh, record, at: now))
                }
            }
        }
        #expect(fixture.pipeline.snapshot.grantSets.count <= records.count * 5 + 20)
    }
}
