package import Keys

/// The writer's side of the snapshot: takes in what changed and makes the next one. Belongs to one publisher.
package struct SnapshotEditor {
    private var routes: RouteBook
    /// Where time windows and limits by the calendar find the rules of their zones.
    private let zones: ZoneSource
    /// What some key's restrictions ask of requests. Never less again: a key that goes takes nothing along.
    private var needs: RequestNeeds = []
    /// The last generation published.
    private var generation: UInt64
    private var keys = KeyTable()
    private var roles: [RoleID: Role] = [:]
    private var graph = RoleGraph([])
    /// Keys with the same roles and direct grants share a set, so that a changed role touches sets, not keys.
    private var grants = GrantPool()
    private var environments: [EnvironmentEntry] = []
    private var environmentIndexes: [EnvironmentID: UInt16] = [:]
    private var policies = PolicyEditor()
    private var prefixes: [String] = []
    private var foreign: [EnvironmentID: ForeignTokens] = [:]
    private var owners = OwnerDirectory()
    private var changedKeys: [KeyID: CompiledKey] = [:]
    /// The keys of `add`, by group of the table; empty when there are none.
    private var addedKeys: [SegmentContents] = []
    /// Restrictions and limits that keys share: most keys have those of a plan, and a million copies take memory.
    private var sharedExtras: [ExtrasSource: KeyExtras] = [:]
    private static let mostSharedExtras = 1_024
    private var recentEnvironments = RecentMatches<EnvironmentID, UInt16>()
    private var recentExtras = RecentMatches<ExtrasSource, KeyExtras>()

    /// Generations count up from the one after `generation`.
    package init(routes: RouteBook, after generation: UInt64 = 0, zones: ZoneSource = .utcOnly) {
        self.routes = routes
        self.zones = zones
        self.generation = generation
    }

    /// Adds an environment or replaces it: another name, project name or set of peppers.
    package mutating func set(_ environment: EnvironmentEntry) {
        if let index = self.environmentIndexes[environment.id] {
            self.environments[Int(index)] = environment
        } else if self.environments.count < Int(UInt16.max) {
            self.environmentIndexes[environment.id] = UInt16(self.environments.count)
            self.environments.append(environment)
        }
        self.policies.forget()
    }

    /// Adds or replaces a role and resolves again every set that it has a part in: sets, not keys.
    package mutating func set(_ role: Role) {
        self.roles[role.id] = role
        self.graph = RoleGraph(self.roles.values)
        for (source, place) in self.grants.places where self.graph.reached(from: source.roles).contains(role.id) {
            self.grants.replace(place, with: self.resolve(source))
        }
    }

    /// Adds or replaces a policy, and looks again at who is asked what in its environment.
    package mutating func set(_ policy: Policy) {
        self.policies.set(policy)
        for (source, place) in self.grants.places where source.environment == policy.environmentID {
            let asked = self.policies.asked(
                of: self.graph.reached(from: source.roles, in: source.environment), in: source.environment)
            self.grants.replace(place, with: self.grants.sets[Int(place)].held(to: asked))
        }
    }

    /// From here on the snapshots are made for these routes. Sets of rights follow with `lookAtRoutes`.
    package mutating func set(_ routes: RouteBook) {
        self.routes = routes
        self.policies.forget()
    }

    /// Works out for some of the sets of rights, from that position on, which of the routes they permit. Until then each
    /// request on such a route asks the rights themselves.
    ///
    /// - Returns: where to go on; `nil` when none is left.
    package mutating func lookAtRoutes(from position: Int, count: Int) -> Int? {
        let end = min(self.grants.sets.count, position + count)
        guard position < end else { return nil }
        for index in position..<end {
            self.grants.replace(UInt32(index), with: self.grants.sets[index].looked(at: self.routes))
        }
        return end
    }

    /// Adds or replaces what is told of an owner.
    package mutating func set(_ identity: Identity) { self.owners.set(identity) }

    /// Adds or replaces a key. One that fits nowhere (no such environment, a pepper no longer live) is left out: unknown.
    package mutating func set(_ record: KeyRecord) {
        let before = self.changedKeys[record.id]?.entry ?? self.keys.entry(of: record.id)
        guard let entry = self.entry(for: record) else { return }
        // Behind that: what both share keeps its place.
        if let before { self.release(before) }
        let versions = self.versions(of: record, in: entry.environment)
        self.changedKeys[record.id] = .init(
            entry: entry.counting(versions.count), versions: versions, profile: KeyProfile.members(of: record))
    }

    /// What `set` does, for a key that was never set before and while nothing has been published: for a start, which
    /// takes in all keys.
    package mutating func add(_ record: KeyRecord) {
        guard let entry = self.entry(for: record) else { return }
        if self.addedKeys.isEmpty { self.addedKeys = KeyTable.emptyContents }
        let group = KeyTable.group(of: record.id)
        let versions = self.versions(of: record, in: entry.environment)
        self.addedKeys[group].append(entry.counting(versions.count), profile: KeyProfile.members(of: record))
        for version in versions { self.addedKeys[group].addVersion(version) }
    }

    /// Adds the foreign token of an imported key, or its better proof.
    package mutating func set(_ credential: ForeignCredential) {
        self.foreign[credential.environmentID, default: .init()].set(credential)
    }

    /// The snapshot with everything set since the last call.
    package mutating func publish() -> Snapshot {
        if !self.addedKeys.isEmpty {
            self.keys = KeyTable(groups: &self.addedKeys)
            self.addedKeys = []
        }
        self.keys.set(self.changedKeys.values)
        self.changedKeys.removeAll()
        self.generation += 1
        return .init(
            generation: self.generation, keys: self.keys, grantSets: self.grants.sets, environments: self.environments,
            prefixes: self.prefixes.map { Array($0.utf8) },
            routes: self.routes, foreign: self.environments.map(self.foreignTokens), owners: self.owners,
            policies: self.policies.book(for: self.environments, self.routes, zones: self.zones),
            needs: self.needs.union(self.policies.needs))
    }

    /// The key's entry, its number of versions still open; `nil` when it fits nowhere.
    private mutating func entry(for record: KeyRecord) -> KeyEntry? {
        guard let environment = self.index(of: record.environmentID), let prefix = self.index(ofPrefix: record.prefix)
        else { return nil }
        return KeyEntry(
            record, environment: environment, prefix: prefix,
            grants: self.index(ofGrants: .init(record)),
            extras: self.extras(of: record))
    }

    private func versions(of record: KeyRecord, in environment: UInt16) -> [VersionEntry] {
        let peppers = self.environments[Int(environment)]
        return record.mostRelevantVersions.compactMap { version in
            peppers.place(of: version).map { VersionEntry(version, of: record, pepper: $0) }
        }
    }

    private mutating func index(of environment: EnvironmentID) -> UInt16? {
        if let index = self.recentEnvironments[environment] { return index }
        guard let index = self.environmentIndexes[environment] else { return nil }
        self.recentEnvironments.note(environment, index)
        return index
    }

    private func foreignTokens(of environment: EnvironmentEntry) -> ForeignTokens? {
        environment.admitsForeignTokens ? self.foreign[environment.id] : nil
    }

    private mutating func index(ofGrants source: GrantSource) -> UInt32 {
        self.grants.take(source) ?? self.grants.add(self.resolve(source), from: source)
    }

    /// The key has other rights, or the same by another entry.
    private mutating func release(_ entry: KeyEntry) {
        self.grants.release(entry.grants)
        for rights in entry.extras?.timedRights ?? [] {
            self.grants.release(rights.own)
            self.grants.release(rights.total)
        }
    }

    private func resolve(_ source: GrantSource) -> GrantSet {
        let reached = self.graph.reached(from: source.roles, in: source.environment)
        return .init(
            self.graph.resolve(source.roles, direct: source.direct, in: source.environment),
            roleNames: source.roles.compactMap { reached.contains($0) ? self.graph[$0]?.name : nil },
            withdrawnRoutes: source.withdrawnRoutes, policies: self.policies.asked(of: reached, in: source.environment),
            routes: self.routes)
    }

    /// What the key may do for a time: for each grant the rights it gives, and those of the key until it ends.
    private mutating func timedRights(of record: KeyRecord) -> [TimedRights] {
        let grants = record.timedGrants.sorted { ($0.endsAt, $0.number) < ($1.endsAt, $1.number) }
        var total = GrantSource(record)
        var rights: [TimedRights] = []
        for grant in grants.reversed() {
            total.add(grant)
            rights.append(
                .init(
                    startsAt: grant.startsAt.milliseconds, endsAt: grant.endsAt.milliseconds,
                    own: self.index(ofGrants: .init(grant, of: record)), total: self.index(ofGrants: total)))
        }
        return rights.reversed()
    }

    private mutating func extras(of record: KeyRecord) -> KeyExtras? {
        guard record.hasExtras else { return nil }
        guard record.timedGrants.isEmpty else {
            return self.noting(.init(record, zones: self.zones, timedRights: self.timedRights(of: record)))
        }
        // Other limits belong to the one key that carries them.
        guard record.limits.allSatisfy({ $0.scope == .key || $0.scope == .identity }) else {
            return self.noting(KeyExtras(record, zones: self.zones))
        }
        let source = ExtrasSource(
            restrictions: record.restrictions, limits: record.limits, overrides: record.limitOverrides,
            credits: record.credits)
        if let known = self.recentExtras[source] { return known }
        let extras = self.sharedExtras[source] ?? self.noting(KeyExtras(record, zones: self.zones))
        if self.sharedExtras.count < Self.mostSharedExtras { self.sharedExtras[source] = extras }
        self.recentExtras.note(source, extras)
        return extras
    }

    private mutating func noting(_ extras: KeyExtras) -> KeyExtras {
        if let restrictions = extras.restrictions { self.needs.formUnion(restrictions.needs) }
        return extras
    }

    private mutating func index(ofPrefix prefix: String) -> UInt8? {
        if let index = self.prefixes.firstIndex(of: prefix) { return UInt8(index) }
        guard self.prefixes.count < Int(UInt8.max) else { return nil }
        self.prefixes.append(prefix)
        return UInt8(self.prefixes.count - 1)
    }
}
