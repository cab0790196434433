import Keys
import Storage

/// What a review reads beside the keys themselves, each thing once.
struct ReviewReading {
    private let reader: any StoreReading
    private var roles: [RoleID: Role] = [:]
    private var policies: [EnvironmentID: [Policy]] = [:]
    private var soleOwners: [ProjectID: Identity?] = [:]
    private var lives: [ProjectID: UInt32] = [:]

    init(_ reader: any StoreReading) { self.reader = reader }

    /// What surrounds a key: what it and its roles grant, and what policies in force say of it wherever it is used.
    mutating func surroundings(of key: KeyRecord) throws -> KeySurroundings {
        let graph = try self.graph(of: key.roles)
        let held = graph.reached(from: key.roles, in: key.environmentID)
        let inForce = try self.policies(in: key.environmentID).filter { policy in
            let selection = policy.selection
            return policy.mode == .enforce && !selection.isAboutRoutes && selection.includes(key.id)
                && (selection.roles.isEmpty || !held.isDisjoint(with: selection.roles))
                && Policy.bucket(of: key.id, in: policy.id) < policy.rolloutPercent
        }
        let own = graph.resolve(key.roles, direct: key.grants, in: key.environmentID)
        let left = inForce.compactMap(\.permissions).reduce(own) { $0.meet($1) }
        return KeySurroundings(
            granted: left.allowed.filter { pattern in !left.denied.contains { $0.meet(pattern) == pattern } },
            hasNetworkRule: ([key.restrictions] + inForce.map(\.restrictions)).contains(where: Self.bindsToNetwork),
            soleOwner: key.ownerID == nil ? try self.soleOwner(in: key.projectID) : nil,
            lifeDays: try self.lifeDays(in: key.projectID))
    }

    /// Whether only some networks are let in: by address, by who announces them, or by country. What only shuts some out
    /// leaves the others open.
    private static func bindsToNetwork(_ restrictions: Restrictions) -> Bool {
        guard restrictions.allowedAddresses.isEmpty, restrictions.hasFurther else {
            return !restrictions.allowedAddresses.isEmpty
        }
        return !restrictions.further.allowedNetworks.isEmpty || !restrictions.further.allowedCountries.isEmpty
    }

    /// Days that a key of a project may live at most; what is usual there where nothing is said.
    private mutating func lifeDays(in project: ProjectID) throws -> UInt32 {
        if let known = self.lives[project] { return known }
        let policy = try self.reader.project(project)?.expiry ?? .init()
        let days = policy.maximumDays ?? policy.defaultDays
        self.lives[project] = days
        return days
    }

    private mutating func graph(of ids: [RoleID]) throws -> RoleGraph {
        var pending = ids
        var seen: Set<RoleID> = []
        while let id = pending.popLast() {
            guard seen.insert(id).inserted else { continue }
            if self.roles[id] == nil { self.roles[id] = try self.reader.role(id) }
            pending += self.roles[id]?.inherits ?? []
        }
        return RoleGraph(seen.compactMap { self.roles[$0] })
    }

    private mutating func policies(in environment: EnvironmentID) throws -> [Policy] {
        if let known = self.policies[environment] { return known }
        let found = try self.reader.policies(in: environment, after: nil, limit: Policy.most)
        self.policies[environment] = found
        return found
    }

    /// The only identity of a project: whom else could a key belong to?
    private mutating func soleOwner(in project: ProjectID) throws -> Identity? {
        if let known = self.soleOwners[project] { return known }
        let found = try self.reader.identities(in: project, after: nil, limit: 2)
        let sole = found.count == 1 ? found.first : nil
        self.soleOwners[project] = .some(sole)
        return sole
    }
}

/// What a review has to know of a key beside its record.
struct KeySurroundings {
    /// What it may do: its own grants and those of its roles, as far as policies leave them.
    let granted: [PermissionPattern]
    /// Whether it is bound to networks, by itself or by a policy in force.
    let hasNetworkRule: Bool
    /// The only identity there is to own it; `nil` when it has an owner, or there are several, or none.
    let soleOwner: Identity?
    /// Days after which it would end, were it issued now and for as long as may be.
    let lifeDays: UInt32
}
