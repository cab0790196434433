import Admission
import Keys
import Testing

/// What policies refuse, whom they are about, and what they say without refusing.
@Suite struct PolicyTests {
    private static let office = ["192.0.2.0/24"].compactMap { NetworkRange($0) }

    @Test func `a policy of the project holds for every key, whatever the key carries itself`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue()
        #expect(fixture.judge(token, address: "198.51.100.1").admitted != nil)
        fixture.put(policy: "office") { $0.restrictions.allowedAddresses = Self.office }
        #expect(fixture.judge(token, address: "198.51.100.1").reason == .addressNotAllowed)
        #expect(fixture.judge(token, address: "192.0.2.7").admitted != nil)
    }

    @Test func `a policy in shadow refuses nobody and says what it would have refused`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue()
        fixture.put(policy: "office") {
            $0.mode = .shadow
            $0.restrictions.allowedAddresses = Self.office
        }
        #expect(fixture.judge(token, address: "198.51.100.1").admitted != nil)
        #expect(fixture.outcomes.map(\.carrier) == [.shadow] && fixture.outcomes[0].reason == .addressNotAllowed)
        #expect(fixture.judge(token, address: "192.0.2.7").admitted != nil)
        #expect(fixture.outcomes.map(\.reason) == [nil])
    }

    @Test func `a policy that is off is not asked`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue()
        fixture.put(policy: "office") {
            $0.mode = .off
            $0.restrictions.allowedAddresses = Self.office
        }
        #expect(fixture.judge(token, address: "198.51.100.1").admitted != nil && fixture.outcomes.isEmpty)
    }

    @Test func `a policy of a role is about who holds it, directly, by inheritance or for a time, and nobody else`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (parent, child) = (RoleID(high: 1, low: 1), RoleID(high: 1, low: 2))
        for (id, inherits) in [(parent, []), (child, [parent])] {
            fixture.editor.set(
                Role(
                    id: id, projectID: fixture.live.projectID, name: "role-\(id.low)", grants: .init(),
                    inherits: inherits, createdAt: AdmissionFixture.now))
        }
        fixture.put(policy: "office") {
            $0.selection.roles = [parent]
            $0.restrictions.allowedAddresses = Self.office
        }
        let (_, none) = fixture.issue()
        let (_, inherited) = fixture.issue { $0.roles = [child] }
        let (_, timed) = fixture.issue { $0.timedGrants = [Self.grant(roles: [parent], seconds: 60)] }
        #expect(fixture.judge(none, address: "198.51.100.1").admitted != nil)
        #expect(fixture.judge(inherited, address: "198.51.100.1").reason == .addressNotAllowed)
        #expect(fixture.judge(timed, address: "198.51.100.1").reason == .addressNotAllowed)
        let later = AdmissionFixture.now.adding(seconds: 61)
        #expect(fixture.judge(timed, address: "198.51.100.1", at: later).admitted != nil)
    }

    @Test func `a policy of routes, by name or by how sensitive they are, is about those routes alone`() {
        let fixture = AdmissionFixture(routes: [
            AdmissionFixture.route(0), AdmissionFixture.route(1, sensitivity: .confidential),
            AdmissionFixture.route(2, sensitivity: .internal),
        ])
        let (_, token) = fixture.issue()
        fixture.put(policy: "named", id: 1) {
            $0.selection.routes = ["route-0"]
            $0.restrictions.methods = MethodSet([.get])
        }
        fixture.put(policy: "segment", id: 2) {
            $0.selection.minimumSensitivity = .confidential
            $0.restrictions.allowedAddresses = Self.office
        }
        #expect(fixture.judge(token, method: .post, route: 0).reason == .methodNotPermitted)
        #expect(fixture.judge(token, method: .post, address: "192.0.2.1", route: 1).admitted != nil)
        #expect(fixture.judge(token, address: "198.51.100.1", route: 1).reason == .addressNotAllowed)
        #expect(fixture.judge(token, address: "198.51.100.1", route: 2).admitted != nil)
    }

    @Test func `a policy for single keys is about those keys alone`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (mine, token) = fixture.issue()
        let (_, other) = fixture.issue()
        fixture.put(policy: "one") {
            $0.selection = PolicySelection(keys: [mine.id])
            $0.restrictions.allowedAddresses = Self.office
        }
        #expect(fixture.judge(token, address: "198.51.100.1").reason == .addressNotAllowed)
        #expect(fixture.judge(other, address: "198.51.100.1").admitted != nil)
    }

    @Test func `a policy caps what keys may do, whatever they were granted`() {
        let fixture = AdmissionFixture(routes: [
            AdmissionFixture.route(0, permission: "orders:read"), AdmissionFixture.route(1, permission: "orders:write"),
        ])
        let (_, token) = fixture.issue()
        fixture.put(policy: "readers") { $0.permissions = AdmissionFixture.grants("**:read") }
        #expect(fixture.judge(token, route: 0).admitted != nil)
        let refusal = fixture.judge(token, route: 1).refusal
        #expect(refusal?.reason == .permissionMissing && refusal?.permission == Permission("orders:write"))
    }

    @Test func `a policy rolled out to some keys never leaves one out again when the share grows`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let keys = (0..<200).map { _ in fixture.issue().token }
        var held: Set<Int> = []
        for percent in [0, 10, 50, 100] as [UInt8] {
            fixture.put(policy: "office") {
                $0.rolloutPercent = percent
                $0.restrictions.allowedAddresses = Self.office
            }
            let now = Set(keys.indices.filter { fixture.judge(keys[$0], address: "198.51.100.1").reason != nil })
            #expect(now.isSuperset(of: held))
            let share = Double(now.count) / 2
            #expect(abs(share - Double(percent)) < 12, "\(share) of 100 for \(percent)")
            held = now
        }
        #expect(held.count == keys.count)
    }

    @Test func `of several policies in force all must be met, and one in shadow beside them changes nothing`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, token) = fixture.issue()
        fixture.put(policy: "a", id: 1) { $0.restrictions.methods = MethodSet([.get, .post]) }
        fixture.put(policy: "b", id: 2) {
            $0.mode = .shadow
            $0.restrictions.methods = MethodSet([.post])
        }
        fixture.put(policy: "c", id: 3) { $0.restrictions.allowedAddresses = Self.office }
        #expect(fixture.judge(token, address: "192.0.2.1").admitted != nil)
        #expect(fixture.outcomes.map(\.carrier).contains(.shadow))
        #expect(fixture.judge(token, method: .put, address: "192.0.2.1").reason == .methodNotPermitted)
        #expect(fixture.judge(token, address: "198.51.100.1").reason == .addressNotAllowed)
    }

    @Test func `limits of a policy count for each key, are spent with all others or not at all, and carry their name`()
    {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let (_, one) = fixture.issue()
        let (_, two) = fixture.issue()
        fixture.put(policy: "fair") { $0.limits = [Self.limit("fair-use", 3)] }
        for _ in 0..<3 { #expect(fixture.judge(one).admitted != nil) }
        let refusal = fixture.judge(one).refusal
        #expect(refusal?.reason == .limitExceeded && refusal?.limit?.policy == "fair-use")
        #expect(fixture.judge(two).admitted?.limit?.remaining == 2)
    }

    @Test func `limits of a policy in shadow count apart and never take from those in force`() {
        let fixture = AdmissionFixture(
            routes: [AdmissionFixture.route()], limits: [Self.limit("all", 5, scope: .global)])
        let (_, token) = fixture.issue()
        fixture.put(policy: "fair") {
            $0.mode = .shadow
            $0.limits = [Self.limit("fair-use", 2)]
        }
        var told: [Reason?] = []
        for _ in 0..<5 {
            #expect(fixture.judge(token).admitted != nil)
            told.append(fixture.outcomes.last { $0.carrier == .shadow }?.reason)
        }
        #expect(told == [nil, nil, .limitExceeded, .limitExceeded, .limitExceeded])
        #expect(fixture.judge(token).refusal?.limit?.policy == "all")
    }

    @Test func `every limit that was asked is written down, with how it stood`() {
        let fixture = AdmissionFixture(
            routes: [AdmissionFixture.route(limits: [Self.limit("route", 10, scope: .route)])],
            limits: [Self.limit("all", 20, scope: .global)])
        let (_, token) = fixture.issue { $0.limits = [Self.limit("mine", 5)] }
        fixture.put(policy: "fair") { $0.limits = [Self.limit("fair-use", 7)] }
        #expect(fixture.judge(token).admitted != nil)
        let limits = fixture.outcomes.filter { $0.kind == .limit }
        #expect(limits.map(\.carrier) == [.key, .policy, .route, .gateway])
        #expect(limits.map(\.capacity) == [5, 7, 10, 20] && limits.allSatisfy { $0.used == 1 })
    }

    static func limit(_ name: String, _ count: UInt32, scope: LimitPolicy.Scope = .key) -> LimitPolicy {
        .init(name: name, scope: scope, algorithm: .slidingWindow([.init(limit: count, seconds: 60)]))
    }

    static func grant(
        roles: [RoleID] = [], _ permissions: String..., from start: WallTime = AdmissionFixture.now, seconds: Int64
    ) -> TimedGrant {
        .init(
            number: 1, roles: roles, permissions: permissions.compactMap { PermissionPattern($0) }, startsAt: start,
            endsAt: start.adding(seconds: seconds), reason: "test", grantedBy: "local:0")
    }
}
