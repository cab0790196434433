import ArgumentParser

/// `gatehouse keys grant`
struct KeysGrant: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "Give a key rights for a time. They end by themselves.",
        discussion: """
            EXAMPLES
              gatehouse keys grant ci --permission documents:write --for 2h --reason "migration"
              gatehouse keys grant ci --role temporary --for 1h --reason "on call"
            """)

    @OptionGroup var reference: KeyReference

    @Option(
        name: .customLong("permission"),
        help: .init("Allow resource:action; may be repeated. (default: none)", valueName: "permission"))
    var permissions: [String] = []

    @Option(
        name: .customLong("role"),
        help: .init("A role, by id or name; may be repeated. (default: none)", valueName: "role"),
        completion: LiveNames.of(.roles))
    var roles: [String] = []

    @Option(name: .customLong("for"), help: .init("How long, 30 days at most. (default: 1h)", valueName: "span"))
    var span = DurationText(seconds: 3600)

    @Option(help: .init("Why, for the audit log. (default: none, it must be said)", valueName: "text"))
    var reason: String

    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        let scope = [APIRequest.Parameter(name: "project", value: key.document["project_id"]?.string ?? "")]
        let request = APIRequest(
            .post, "/keys/\(key.id)/grants",
            body: .members([
                "permissions": self.permissions.isEmpty ? nil : .strings(self.permissions),
                "roles": self.roles.isEmpty ? nil : try await session.ids(self.roles, in: .roles, scope: scope),
                "expires_in_seconds": .integer(self.span.seconds), "reason": .string(self.reason),
            ]))
        try await session.perform(request, self.write, order: KeysCommand.order)
    }
}

/// `gatehouse keys end-grant`
struct KeysEndGrant: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "end-grant",
        abstract: "End rights that a key was given for a time, before their time.",
        discussion: """
            EXAMPLES
              gatehouse keys end-grant ci
              gatehouse keys end-grant ci 4
            """)

    @OptionGroup var reference: KeyReference

    @Argument(help: "The number of the grant, as `keys show` has it. (default: that of the only one)")
    var number: UInt32?

    @Option(help: .init("Why, for the audit log. (default: none)", valueName: "text"))
    var reason: String?

    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        let number = try self.number.map(Int64.init) ?? Self.only(of: key.document["grants"]?.array ?? [])
        let request = APIRequest(
            .post, "/keys/\(key.id)/grants/\(number):end",
            body: .members(["reason": self.reason.map(JSONValue.string)]))
        try await session.perform(request, self.write, order: KeysCommand.order)
    }

    private static func only(of grants: [JSONValue]) throws -> Int64 {
        guard grants.count == 1, let number = grants.first?["number"]?.integer else {
            throw ValidationError("The key has \(grants.count) grants: say the number of the one to end.")
        }
        return number
    }
}
