import ArgumentParser

/// `gatehouse review propose`
struct ReviewPropose: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Say what a key was seen to use, and cut it down to that: in shadow, so that nothing is refused yet.",
        discussion: """
            EXAMPLES
              gatehouse review propose ci
              gatehouse review propose ci --apply
              gatehouse review propose ci --apply --dry-run
            """)

    @OptionGroup var reference: KeyReference

    @Flag(help: "Make a policy in shadow for this key that leaves it what it was seen to use.")
    var apply = false

    @Option(help: .init("The name of the policy. (default: least- and the id of the key)", valueName: "name"))
    var policy: String?

    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    static let order = [
        "key_id", "name", "state", "observed_since_at", "used_permissions", "idle_permissions", "granted_permissions",
        "proposed_permissions",
    ]

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        let response = try await session.send(.init(.get, "/key-reviews/\(key.id)"))
        let proposal = response.document["proposed_permissions"]
        guard self.apply else {
            try session.output.show(response.document, body: response.body, order: Self.order, essential: "key_id")
            let next = proposal == nil ? Self.nothing : "in shadow first: gatehouse review propose \(key.id) --apply"
            return session.output.remark(next)
        }
        guard let proposal else {
            throw CommandFailure(
                .conflict, code: "nothing_proposed", "For \(KeyAct.label(key)), \(Self.nothing).",
                fix: "gatehouse review propose \(key.id)")
        }
        let name = self.policy ?? "least-" + key.id.dropFirst(ResourceKind.keys.prefix.count + 1).lowercased()
        let body = JSONValue.members([
            "environment_id": response.document["environment_id"], "name": .string(name),
            "applies_to": .members(["keys": .strings([key.id])]), "mode": "shadow",
            "permissions": .members(["allowed": proposal]),
        ])
        guard let made = try await session.act(.init(.post, "/policies", body: body), self.write) else { return }
        try session.output.show(made.document, body: made.body, order: PoliciesCommand.order, isDone: true)
        let policy = made.document["id"]?.string ?? name
        session.output.remark("what it would refuse: gatehouse policies report \(policy)")
        session.output.remark("to put it in force: gatehouse policies update \(policy) --mode enforce --yes")
    }

    private static let nothing =
        "there is nothing to propose: it uses all it may do, or it is not known what it uses"
}
