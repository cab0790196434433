import ArgumentParser

/// `gatehouse review sign-off`
struct ReviewSignOff: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-off",
        abstract: "Write into the audit log that all keys of an owner were looked through and are to stay as they are.",
        discussion: """
            EXAMPLES
              gatehouse review sign-off --owner billing
              gatehouse review sign-off --owner billing --note "November"
            """)

    @Option(
        help: "Whose keys: id or name of the identity. (default: none, it must be said)",
        completion: LiveNames.of(.identities))
    var owner: String

    @Option(help: .init("What is to stand in the audit log beside it. (default: nothing)", valueName: "text"))
    var note: String?

    @Option(help: .init("Days without use from which on a key is unused.", valueName: "days"))
    var unusedDays = 90

    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard (1...3650).contains(self.unusedDays) else { throw ValidationError("--unused-days is 1 to 3650.") }
    }

    func run(in session: Session) async throws {
        let owner = try await session.resolve(self.owner, in: .identities)
        let request = APIRequest(
            .post, "/identities/\(owner.id):sign-off",
            body: .members([
                "note": self.note.map(JSONValue.string), "unused_days": .integer(Int64(self.unusedDays)),
            ]))
        try await session.perform(
            request, self.write,
            order: ["identity_id", "name", "keys", "keys_with_findings", "list_digest", "signed_off_at"],
            essential: "list_digest")
    }
}
