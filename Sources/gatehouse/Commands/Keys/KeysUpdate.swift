import ArgumentParser

/// `gatehouse keys update`
struct KeysUpdate: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change a key. What is not named stays as it is; a list that is named replaces the old one.",
        discussion: """
            EXAMPLES
              gatehouse keys update ci --permission documents:read --permission documents:list
              gatehouse keys update ci --rename ci-main --expires 90d
              gatehouse keys update ci --clear networks
            """)

    /// What can be emptied.
    enum Clearable: String, ExpressibleByArgument, CaseIterable {
        case owner, permissions, denied, roles, networks, countries, methods, routes, windows, referrers, origins,
            applications, certificates, idle, limits, credits, tags, withdrawn
    }

    @OptionGroup var reference: KeyReference

    @Option(help: .init("The new name. (default: unchanged)", valueName: "name"))
    var rename: String?

    @Option(
        help:
            "Empty this: owner, permissions, denied, roles, networks, countries, methods, routes, windows, referrers, origins, applications, certificates, idle (its longest time without use), limits, credits, tags or withdrawn (routes); may be repeated. (default: nothing)"
    )
    var clear: [Clearable] = []

    @OptionGroup(title: "The key") var attributes: KeyAttributes
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        let project = key.document["project_id"]?.string ?? ""
        var members = try await self.attributes.members(in: session, project: .init(name: "project", value: project))
        if let name = self.rename { members["name"] = .string(name) }
        for item in self.clear { Self.empty(item, in: &members) }
        if let changed = members["restrictions"]?.object {
            members["restrictions"] = Self.overlaid(key.document["restrictions"]?.object ?? [:], with: changed)
        }
        try await session.update(key, in: .keys, members, self.write, order: KeysCommand.order)
    }

    private static func empty(_ item: Clearable, in members: inout [String: JSONValue]) {
        switch item {
        case .owner: members["owner_id"] = .null
        case .credits: members["credits"] = .null
        case .denied: members["denied_permissions"] = .array([])
        case .withdrawn: members["withdrawn_routes"] = .array([])
        case .permissions, .roles, .limits, .tags: members[item.rawValue] = .array([])
        case .networks:
            for name in ["allowed_addresses", "denied_addresses"] {
                Self.restrict(name, to: .array([]), in: &members)
            }
            for name in ["allowed_networks", "denied_networks"] { Self.restrict(name, to: .null, in: &members) }
        case .countries:
            for name in ["allowed_countries", "denied_countries"] { Self.restrict(name, to: .null, in: &members) }
        case .idle: Self.restrict("maximum_idle_seconds", to: .null, in: &members)
        case .windows: Self.restrict("time_windows", to: .null, in: &members)
        case .methods, .routes, .referrers, .origins, .applications, .certificates:
            Self.restrict(item.rawValue, to: .null, in: &members)
        }
    }

    private static func restrict(_ name: String, to value: JSONValue, in members: inout [String: JSONValue]) {
        var restrictions = members["restrictions"]?.object ?? [:]
        if restrictions[name] == nil { restrictions[name] = value }
        members["restrictions"] = .object(restrictions)
    }

    /// Restrictions are replaced as a whole, so that none is left over by accident; here only what was named changes.
    private static func overlaid(_ current: [String: JSONValue], with changed: [String: JSONValue]) -> JSONValue {
        .object(current.merging(changed) { $1 }.filter { $0.value != .null })
    }
}
