import ArgumentParser

/// What a key or a role is granted and denied.
struct PermissionOptions: ParsableArguments {
    @Option(
        name: .customLong("permission"),
        help: .init("Allow resource:action; may be repeated. (default: none)", valueName: "permission"))
    var permissions: [String] = []

    @Option(
        name: .customLong("deny"),
        help: .init(
            "Deny resource:action whatever else is granted; may be repeated. (default: none)", valueName: "permission"))
    var denied: [String] = []

    /// The members that were given.
    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if !self.permissions.isEmpty { members["permissions"] = .strings(self.permissions) }
        if !self.denied.isEmpty { members["denied_permissions"] = .strings(self.denied) }
        return members
    }
}
