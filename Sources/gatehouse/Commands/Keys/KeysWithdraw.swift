import ArgumentParser

/// `gatehouse keys withdraw`
struct KeysWithdraw: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take permissions or routes from a key at once, and leave all else as it is.",
        discussion: """
            EXAMPLES
              gatehouse keys withdraw ci --permission documents:write --yes
              gatehouse keys withdraw ci --route reports --reason "INC-1042"

            Bring it back: gatehouse keys update KEY --clear denied, or --clear withdrawn
            """)

    @OptionGroup var reference: KeyReference

    @Option(
        name: .customLong("permission"),
        help: .init("Take this permission; may be repeated. (default: none)", valueName: "permission"))
    var permissions: [String] = []

    @Option(
        name: .customLong("route"),
        help: .init("Take this route, by its name; may be repeated. (default: none)", valueName: "route"))
    var routes: [String] = []

    @Option(help: .init("Why, for the audit log. (default: none)", valueName: "text"))
    var reason: String?

    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard !self.permissions.isEmpty || !self.routes.isEmpty else {
            throw ValidationError("Name what is taken, with --permission or --route.")
        }
    }

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        let request = APIRequest(
            .post, "/keys/\(key.id):withdraw",
            body: .members([
                "permissions": self.permissions.isEmpty ? nil : .strings(self.permissions),
                "routes": self.routes.isEmpty ? nil : .strings(self.routes),
                "reason": self.reason.map(JSONValue.string),
            ]))
        if !self.write.isHarmless {
            _ = try await session.confirm(
                "Taking \((self.permissions + self.routes).joined(separator: ", ")) from \(KeyAct.label(key))",
                .moderate, self.confirmation, request: request)
        }
        try await session.perform(request, self.write, order: KeysCommand.order)
    }
}
