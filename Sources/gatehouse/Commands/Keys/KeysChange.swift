import ArgumentParser

/// `gatehouse keys change`
struct KeysChange: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Change what many keys may do, in one step: all of them or none.",
        discussion: """
            EXAMPLES
              gatehouse keys change --tag batch --add-role reader --remove-role writer --dry-run
              gatehouse keys change --owner alice --add-denied "billing/**:*" --confirm=alice
            """)

    @OptionGroup(title: "Which keys") var selection: BulkSelection

    @Option(
        name: .customLong("add-role"),
        help: .init("Give this role, by id or name; may be repeated. (default: none)", valueName: "role"),
        completion: LiveNames.of(.roles))
    var addedRoles: [String] = []

    @Option(
        name: .customLong("remove-role"),
        help: .init("Take this role, by id or name; may be repeated. (default: none)", valueName: "role"),
        completion: LiveNames.of(.roles))
    var removedRoles: [String] = []

    @Option(
        name: .customLong("add-permission"),
        help: .init("Grant this permission; may be repeated. (default: none)", valueName: "permission"))
    var addedPermissions: [String] = []

    @Option(
        name: .customLong("remove-permission"),
        help: .init("Grant this permission no more; may be repeated. (default: none)", valueName: "permission"))
    var removedPermissions: [String] = []

    @Option(
        name: .customLong("add-denied"),
        help: .init("Deny this permission; may be repeated. (default: none)", valueName: "permission"))
    var addedDenials: [String] = []

    @Option(
        name: .customLong("remove-denied"),
        help: .init("Deny this permission no more; may be repeated. (default: none)", valueName: "permission"))
    var removedDenials: [String] = []

    @Option(help: "The outer limit whatever is granted: read_only, standard or admin. (default: unchanged)")
    var boundary: BoundaryChoice?

    @Option(help: .init("Why, for the audit log. (default: none)", valueName: "text"))
    var reason: String?

    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard !self.selection.isEmpty else {
            throw ValidationError("Choose keys with --owner, --tag or --project.")
        }
    }

    func run(in session: Session) async throws {
        let bulk = BulkAct(
            path: "/keys:bulkUpdate", words: "Changing the rights of all keys of", selection: self.selection,
            confirmation: self.confirmation, write: self.write)
        try await bulk.run(in: session) { project in
            let scope = project.map { [APIRequest.Parameter(name: "project", value: $0)] } ?? []
            var members: [String: JSONValue] = [:]
            for (name, roles) in [("add_roles", self.addedRoles), ("remove_roles", self.removedRoles)]
            where !roles.isEmpty {
                members[name] = try await session.ids(roles, in: .roles, scope: scope)
            }
            let lists = [
                ("add_permissions", self.addedPermissions), ("remove_permissions", self.removedPermissions),
                ("add_denied_permissions", self.addedDenials), ("remove_denied_permissions", self.removedDenials),
            ]
            for (name, list) in lists where !list.isEmpty { members[name] = .strings(list) }
            if let boundary = self.boundary { members["boundary"] = .string(boundary.rawValue) }
            if let reason = self.reason { members["reason"] = .string(reason) }
            return members
        }
    }
}
