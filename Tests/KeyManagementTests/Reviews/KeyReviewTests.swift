import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

/// What may be wrong with keys, and who stands by them.
@Suite struct KeyReviewTests {
    private static func patterns(_ texts: String...) -> Grants {
        .init(allowed: texts.compactMap { PermissionPattern($0) })
    }

    private func observed(_ id: KeyID, _ texts: [String], at now: WallTime) -> ObservedUse {
        let used = texts.compactMap { Permission($0) }.map { ($0, now) }
        return ObservedUse(
            since: now.adding(seconds: -86_400), permissions: [id: Dictionary(used) { first, _ in first }])
    }

    private func use(_ id: KeyID, at now: WallTime) -> RecordUsage {
        RecordUsage([
            VersionUsage(
                keyID: id, versionNumber: 1, at: now, address: IPAddress(ipv4: 1), userAgent: "", route: "orders")
        ])
    }

    @Test func `a key without owner, network rule and expiry is found thrice, a careful one not at all`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .team, name: "billing"))
        let careful = try await world.issue(in: environment, name: "careful") {
            $0.ownerID = owner.id
            $0.restrictions.allowedAddresses = [NetworkRange("10.0.0.0/8")].compactMap(\.self)
        }
        let careless = try await world.issue(in: environment, name: "careless") {
            $0.expiry = .never(reason: "why not")
        }
        let page = try await world.answer(ReviewKeys(.init(now: world.clock.now), observed: .init()))
        let found = Dictionary(uniqueKeysWithValues: page.items.map { ($0.key.record.id, $0.findings) })
        #expect(found == [careful.id: [], careless.id: [.noExpiry, .noNetworkRule, .noOwner]])
    }

    @Test func `countries and networks by number bind as well, what only shuts out does not`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let cases: [(Bool, (inout FurtherRestrictions) -> Void)] = [
            (true, { $0.allowedCountries = [CountryCode("DE")].compactMap(\.self) }),
            (true, { $0.allowedNetworks = [NetworkNumber(rawValue: 64_496)] }),
            (false, { $0.deniedCountries = [CountryCode("DE")].compactMap(\.self) }),
            (false, { $0.deniedNetworks = [NetworkNumber(rawValue: 64_496)] }),
            (false, { $0.routes = ["orders"] }),
        ]
        for (number, (binds, change)) in cases.enumerated() {
            let key = try await world.issue(in: environment, name: "key-\(number)") { change(&$0.restrictions.further) }
            let review = try await world.answer(ReviewOneKey(key.id, observed: .init()))
            #expect(review.findings.contains(.noNetworkRule) == !binds, "\(number)")
        }
    }

    @Test func `a sign-off with a note that is too long is refused`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .person, name: "ada"))
        let note = String(repeating: "n", count: SignOffReview.longestNote + 1)
        await #expect(throws: ManagementError.self) {
            try await world.perform(SignOffReview(owner.id, observed: .init(), note: note))
        }
    }

    @Test func `a policy that binds to a network counts, unless it is in shadow or for a route`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let (held, other) = (
            try await world.issue(in: environment, name: "held"), try await world.issue(in: environment, name: "other")
        )
        let unbound = {
            let page = try await world.answer(ReviewKeys(.init(now: world.clock.now), observed: .init()))
            return Set(page.items.filter { $0.findings.contains(.noNetworkRule) }.map { $0.key.record.id })
        }
        var policy = CreatePolicy(environmentID: environment.id, name: "office")
        policy.restrictions.allowedAddresses = [NetworkRange("10.0.0.0/8")].compactMap(\.self)
        policy.selection = .init(keys: [held.id])
        policy.mode = .shadow
        var made = try await world.perform(policy)
        #expect(try await unbound() == [held.id, other.id])
        for (mode, selection, expected) in [
            (PolicyMode.enforce, PolicySelection(keys: [held.id]), Set([other.id])),
            (.enforce, PolicySelection(routes: ["orders"], keys: [held.id]), [held.id, other.id]),
            (.enforce, PolicySelection(), []), (.off, PolicySelection(), [held.id, other.id]),
        ] {
            var update = UpdatePolicy(made.id)
            update.mode = mode
            update.selection = .value(selection)
            made = try await world.perform(update, .init(expectedRevision: made.revision))
            #expect(try await unbound() == expected)
        }
    }

    @Test func `what a policy in force has taken away is no longer found`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment) { $0.grants = Self.patterns("orders:*", "reports:*") }
        let observed = self.observed(key.id, ["orders:read"], at: world.clock.now)
        let before = try await world.answer(ReviewOneKey(key.id, observed: observed))
        #expect(before.findings.contains(.overPermitted))
        var policy = CreatePolicy(environmentID: environment.id, name: "least")
        policy.selection = .init(keys: [key.id])
        policy.permissions = .init(allowed: try #require(before.proposal))
        _ = try await world.perform(policy)
        let after = try await world.answer(ReviewOneKey(key.id, observed: observed))
        #expect(!after.findings.contains(.overPermitted) && after.proposal == nil)
        #expect(after.granted.map(\.description) == ["orders:read"])
    }

    @Test func `what was withdrawn is not held against a key`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment) {
            $0.grants = Self.patterns("orders:read", "invoices:read", "reports/**:*")
        }
        for permission in ["invoices:read", "reports/**:*"] {
            let pattern = try #require(PermissionPattern(permission))
            try await world.perform(WithdrawAccess(key.id, permissions: [pattern]))
        }
        let review = try await world.answer(
            ReviewOneKey(key.id, observed: self.observed(key.id, ["orders:read"], at: world.clock.now)))
        #expect(review.granted.map(\.description) == ["orders:read"] && !review.findings.contains(.overPermitted))
    }

    @Test func `a suspended key is not found unused`() async throws {
        let world = try await ManagementWorld()
        let key = try await world.issue(in: world.makeEnvironment())
        world.clock.advance(seconds: 8 * 86_400)
        #expect(try await world.answer(ReviewOneKey(key.id, observed: .init())).findings.contains(.neverUsed))
        _ = try await world.perform(SuspendKey(key.id))
        #expect(try await !world.answer(ReviewOneKey(key.id, observed: .init())).findings.contains(.neverUsed))
    }

    @Test func `never used is found after a week, unused after as many days as are said`() async throws {
        let world = try await ManagementWorld()
        let key = try await world.issue(in: world.makeEnvironment())
        let findings = { (days: UInt32) in
            try await world.answer(ReviewOneKey(key.id, unusedDays: days, observed: .init())).findings
                .filter { $0 == .neverUsed || $0 == .unused }
        }
        #expect(try await findings(90).isEmpty)
        world.clock.advance(seconds: 7 * 86_400 - 1)
        #expect(try await findings(1).isEmpty)
        world.clock.advance(seconds: 1)
        #expect(try await findings(90) == [.neverUsed])
        try await world.perform(self.use(key.id, at: world.clock.now))
        world.clock.advance(seconds: 30 * 86_400)
        #expect(try await findings(30).isEmpty)
        #expect(try await findings(29) == [.unused])
    }

    @Test func `a key that uses one of three grants is found, and what it uses is proposed`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let role = try await world.perform(
            CreateRole(
                projectID: environment.projectID, name: "reporter", grants: Self.patterns("reports:*", "users:read")))
        let key = try await world.issue(in: environment) {
            $0.grants = Self.patterns("orders:*")
            $0.roles = [role.id]
        }
        let review = try await world.answer(
            ReviewOneKey(key.id, observed: self.observed(key.id, ["orders:read"], at: world.clock.now)))
        #expect(review.findings.contains(.overPermitted))
        #expect(review.granted.map(\.description) == ["orders:*", "reports:*", "users:read"])
        #expect(review.idle.map(\.description) == ["reports:*", "users:read"])
        #expect(review.proposal?.map(\.description) == ["orders:read"])
    }

    @Test func `nothing is proposed where nothing was seen, or where it is not known what a key uses`() async throws {
        let world = try await ManagementWorld()
        let key = try await world.issue(in: world.makeEnvironment())
        let now = world.clock.now
        var unclear = self.observed(key.id, ["reports:read"], at: now)
        unclear.unclear = [key.id]
        for observed in [ObservedUse(), ObservedUse(since: now), unclear] {
            let review = try await world.answer(ReviewOneKey(key.id, observed: observed))
            #expect(review.proposal == nil && !review.findings.contains(.overPermitted))
        }
        let exact = try await world.answer(
            ReviewOneKey(key.id, observed: self.observed(key.id, ["orders:read"], at: now)))
        #expect(exact.proposal == nil && exact.idle.isEmpty)
    }

    @Test func `a proposal never grants what the key was not granted`() async throws {
        let world = try await ManagementWorld()
        let key = try await world.issue(in: world.makeEnvironment())
        // What was granted when it was seen, and is no longer.
        let review = try await world.answer(
            ReviewOneKey(
                key.id, observed: self.observed(key.id, ["orders:read", "secrets:write"], at: world.clock.now)))
        #expect(review.proposal?.contains { $0.description == "secrets:write" } != true)
    }

    @Test func `signing off writes who stands by how many keys, and changes nothing`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .person, name: "ada"))
        var keys: [KeyID] = []
        for name in ["a", "b"] {
            let key = try await world.issue(in: environment, name: name) {
                $0.ownerID = owner.id
                if name == "a" { $0.restrictions.allowedAddresses = [NetworkRange("10.0.0.0/8")].compactMap(\.self) }
            }
            keys.append(key.id)
        }
        _ = try await world.issue(in: environment, name: "somebody else's")
        let before = try await world.entries().count
        let outcome = try await world.perform(SignOffReview(owner.id, observed: .init(), note: "november"))
        #expect(outcome.keys == 2 && outcome.keysWithFindings == 1 && outcome.at == world.clock.now)
        let entries = try await world.entries()
        #expect(entries.count == before + 1)
        let entry = try #require(entries.last)
        #expect(entry.action == .reviewSignOff && entry.object.id == owner.id.description)
        let (first, second) = (keys[0].description, keys[1].description)
        let list = ["\(first) \n", "\(second) no_network_rule\n"].sorted().joined()
        #expect(outcome.digest == SHA256Hash.digest(of: Array(list.utf8).span).hexadecimal)
        #expect(entry.reason == "2 keys, 1 with findings, list \(outcome.digest): november")
    }

    @Test func `a review is due a month after the owner was made, and again a month after each sign-off`() async throws
    {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .team, name: "billing"))
        let standing = { (days: UInt32) in
            try #require(try await world.answer(ListReviewOwners(days: days)).items.first { $0.owner.id == owner.id })
        }
        var seen = try await standing(31)
        #expect(seen.keys == 0 && seen.dueAt == nil && !seen.isDue && seen.lastSignOff == nil)
        _ = try await world.issue(in: environment) {
            $0.ownerID = owner.id
            $0.expiry = .never(reason: "probe")
        }
        world.clock.advance(seconds: 31 * 86_400 - 1)
        seen = try await standing(31)
        #expect(seen.keys == 1 && !seen.isDue && seen.dueAt == world.clock.now.adding(seconds: 1))
        world.clock.advance(seconds: 1)
        #expect(try await standing(31).isDue)
        #expect(try await !standing(32).isDue)
        let signed = try await world.perform(SignOffReview(owner.id, observed: .init()))
        seen = try await standing(31)
        #expect(!seen.isDue && seen.lastSignOff?.at == signed.at)
        #expect(try await seen.lastSignOff?.sequence == world.entries().last?.sequence)
        world.clock.advance(seconds: 31 * 86_400)
        #expect(try await standing(31).isDue)
    }

    @Test func `nobody signs off for an owner that is not there`() async throws {
        let world = try await ManagementWorld()
        await #expect(throws: ManagementError.self) {
            try await world.perform(SignOffReview(IdentityID(high: 1, low: 1), observed: .init()))
        }
    }
}
