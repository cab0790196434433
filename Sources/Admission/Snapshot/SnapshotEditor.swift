package import Keys

/// The writer's side of the snapshot: takes in what changed and makes the next one. Belongs to one publisher.
package struct SnapshotEditor {
    private let routes: [RouteRules]
    private var snapshot: Snapshot
    private var roles: [RoleID: Role] = [:]
    private var graph = RoleGraph([])
    /// Keys with the same roles and direct grants share a set, so that a changed role touches sets, not keys.
    private var grantSources: [GrantSource: UInt32] = [:]
    private var grantSets: [GrantSet] = []
    private var environments: [EnvironmentEntry] = []
    private var environmentIndexes: [EnvironmentID: UInt16] = [:]
    private var prefixes: [[UInt8]] = []
    private var foreign: [EnvironmentID: ForeignTokens] = [:]
    private var owners = OwnerDirectory()
    private var changedKeys: [Int: [KeyID: CompiledKey]] = [:]
    /// Restrictions and limits that keys share: most keys have those of a plan, and a million copies take memory.
    private var sharedExtras: [ExtrasSource: KeyExtras] = [:]
    private static let mostSharedExtras = 1_024

    /// Generations count up from the one after `generation`.
    package init(routes: [RouteRules], after generation: UInt64 = 0) {
        self.routes = routes
        self.snapshot = .empty(routes: routes.count, generation: generation)
    }

    /// Adds an environment or replaces it: another name, project name or set of peppers.
    ///
    /// Keys are bound to peppers by position, so when a pepper has left the live ones its keys must be set again.
    package mutating func set(_ environment: EnvironmentEntry) {
        if let index = self.environmentIndexes[environment.id] {
            self.environments[Int(index)] = environment
        } else if self.environments.count < Int(UInt16.max) {
            self.environmentIndexes[environment.id] = UInt16(self.environments.count)
            self.environments.append(environment)
        }
    }

    /// The environment as it stands in the coming snapshot.
    package func environment(_ id: EnvironmentID) -> EnvironmentEntry? {
        self.environmentIndexes[id].map { self.environments[Int($0)] }
    }

    /// Adds or replaces a role and resolves again every set that any role has a part in.
    package mutating func set(_ role: Role) {
        self.roles[role.id] = role
        self.graph = RoleGraph(self.roles.values)
        for (source, index) in self.grantSources where !source.roles.isEmpty {
            self.grantSets[Int(index)] = self.resolve(source)
        }
    }

    /// Adds or replaces what is told of an owner.
    package mutating func set(_ identity: Identity) { self.owners.set(identity) }

    /// Adds or replaces a key. One that fits nowhere (no such environment, a pepper no longer live) is left out: unknown.
    package mutating func set(_ record: KeyRecord) {
        guard let environment = self.environmentIndexes[record.environmentID],
            let prefix = self.index(ofPrefix: record.prefix)
        else { return }
        let peppers = self.environments[Int(environment)]
        let versions = Self.mostRelevant(record).compactMap { version -> VersionEntry? in
            guard let pepper = peppers.position(ofPepper: version.pepperVersion) else { return nil }
            return .init(version, pepper: pepper)
        }
        let grants = self.index(ofGrants: .init(roles: record.roles, direct: record.grants))
        let entry = KeyEntry(
            record, environment: environment, prefix: prefix, grants: grants, versionCount: UInt8(versions.count),
            extras: self.extras(of: record))
        self.changedKeys[Snapshot.segment(of: record.id), default: [:]][record.id] = .init(
            entry: entry, versions: versions, profile: KeyProfile.members(of: record))
    }

    /// Adds the foreign token of an imported key, or its better proof.
    package mutating func set(_ credential: ForeignCredential) {
        self.foreign[credential.environmentID, default: .init()].set(credential)
    }

    /// The snapshot with everything set since the last call.
    package mutating func publish(at now: MonotonicNanoseconds) -> Snapshot {
        var segments = self.snapshot.segments
        for (index, changes) in self.changedKeys {
            let segment = segments[index]
            segments[index] =
                segment.entries.isEmpty ? .holding(Array(changes.values)) : segment.replacing(changes)
        }
        self.changedKeys = [:]
        self.snapshot = .init(
            generation: self.snapshot.generation + 1, publishedAt: now, segments: segments,
            grantSets: self.grantSets, environments: self.environments, prefixes: self.prefixes,
            routeEnvironments: self.routes.map(self.environmentIndex),
            foreign: self.environments.map(self.foreignTokens), owners: self.owners)
        return self.snapshot
    }

    private func environmentIndex(of route: RouteRules) -> UInt16? {
        self.environments.firstIndex { $0.projectName == route.project && $0.name == route.environment }
            .map { UInt16($0) }
    }

    private func foreignTokens(of environment: EnvironmentEntry) -> ForeignTokens? {
        environment.admitsForeignTokens ? self.foreign[environment.id] : nil
    }

    private mutating func index(ofGrants source: GrantSource) -> UInt32 {
        if let index = self.grantSources[source] { return index }
        let index = UInt32(self.grantSets.count)
        self.grantSets.append(self.resolve(source))
        self.grantSources[source] = index
        return index
    }

    private func resolve(_ source: GrantSource) -> GrantSet {
        .init(
            self.graph.resolve(source.roles, direct: source.direct),
            roleNames: source.roles.compactMap { self.graph[$0]?.name }, routes: self.routes)
    }

    private mutating func extras(of record: KeyRecord) -> KeyExtras? {
        guard !record.restrictions.isEmpty || !record.limits.isEmpty else { return nil }
        // Other limits belong to the one key that carries them.
        guard record.limits.allSatisfy({ $0.scope == .key || $0.scope == .identity }) else { return .init(record) }
        let source = ExtrasSource(restrictions: record.restrictions, limits: record.limits)
        if let known = self.sharedExtras[source] { return known }
        let extras = KeyExtras(record)
        if self.sharedExtras.count < Self.mostSharedExtras { self.sharedExtras[source] = extras }
        return extras
    }

    private mutating func index(ofPrefix prefix: String) -> UInt8? {
        let bytes = Array(prefix.utf8)
        if let index = self.prefixes.firstIndex(of: bytes) { return UInt8(index) }
        guard self.prefixes.count < Int(UInt8.max) else { return nil }
        self.prefixes.append(bytes)
        return UInt8(self.prefixes.count - 1)
    }

    /// The versions the hot path compares: those without an end first, then those that end last.
    private static func mostRelevant(_ record: KeyRecord) -> [KeyVersion] {
        guard record.versions.count > KeyRecord.mostLiveVersions else { return record.versions }
        let ranked = record.versions.sorted { left, right in
            (left.revokedAt == nil ? 1 : 0, left.notAfter ?? .distantFuture, left.number)
                > (right.revokedAt == nil ? 1 : 0, right.notAfter ?? .distantFuture, right.number)
        }
        return Array(ranked.prefix(KeyRecord.mostLiveVersions))
    }
}

/// Where a set of rights comes from.
private struct GrantSource: Hashable {
    let roles: [RoleID]
    let direct: Grants
}

/// What extras are made from.
private struct ExtrasSource: Hashable {
    let restrictions: Restrictions
    let limits: [LimitPolicy]
}

extension KeyEntry {
    fileprivate init(
        _ record: KeyRecord, environment: UInt16, prefix: UInt8, grants: UInt32, versionCount: UInt8,
        extras: KeyExtras?
    ) {
        self.init(
            id: record.id, ownerID: record.ownerID, notBefore: record.notBefore?.milliseconds ?? Int64.min,
            expiresAt: record.expiry.date?.milliseconds ?? Self.noEnd,
            revokesAt: record.revokesAt?.milliseconds ?? Self.noEnd, grants: grants, firstVersion: 0,
            environment: environment, versionCount: versionCount, prefix: prefix, boundary: record.boundary,
            state: record.state, extras: extras)
    }
}

extension VersionEntry {
    fileprivate init(_ version: KeyVersion, pepper: UInt8) {
        self.init(
            digest: version.digest, notAfter: version.notAfter?.milliseconds ?? KeyEntry.noEnd, number: version.number,
            pepper: pepper, isRevoked: version.revokedAt != nil, isUnused: version.firstUsedAt == nil)
    }
}
