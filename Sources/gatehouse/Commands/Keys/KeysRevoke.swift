import ArgumentParser

/// `gatehouse keys revoke`
struct KeysRevoke: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a key for good, one of its secrets, or many keys at once. There is no way back.",
        discussion: """
            EXAMPLES
              gatehouse keys revoke ci
              gatehouse keys revoke ci --version 1
              gatehouse keys revoke ci --grace 1h --confirm=ci
              gatehouse keys revoke --tag leaked --dry-run
              gatehouse keys revoke --owner alice --confirm=alice

            To stop a key in a way that can be undone: gatehouse keys suspend
            """)

    @Argument(
        help: "The key: id, name or hint. Absent with --owner, --tag or --project.", completion: LiveNames.of(.keys))
    var key: String?

    @Option(help: .init("This version of the secret alone. (default: the whole key)", valueName: "number"))
    var version: Int?

    @OptionGroup(title: "Many keys") var bulk: BulkSelection

    @Option(help: .init("How long the key still admits. (default: 0)", valueName: "span"))
    var grace: DurationText?

    @Option(help: .init("Why, for the audit log. (default: none)", valueName: "text"))
    var reason: String?

    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard (self.key == nil) != self.bulk.isEmpty else {
            throw ValidationError("Name one key, or choose many with --owner, --tag or --project.")
        }
        guard self.version == nil || self.key != nil else { throw ValidationError("--version needs a key.") }
        guard self.version.map({ $0 >= 1 }) ?? true else { throw ValidationError("Versions count from 1.") }
    }

    func run(in session: Session) async throws {
        guard let text = self.key else {
            let act = BulkAct(
                path: "/keys:bulkRevoke", words: "Revoking for good all keys of", selection: self.bulk,
                confirmation: self.confirmation, write: self.write)
            return try await act.run(in: session) { _ in KeyAct.revocation(self.grace, self.reason).object ?? [:] }
        }
        let key = try await session.resolve(text, in: .keys)
        let consent = try await self.consent(to: self.request(for: key), key, in: session)
        let request =
            consent == .alternative ? KeyAct.suspend(key, reason: self.reason) : self.request(for: key)
        try await session.perform(request, self.write, order: KeysCommand.order)
    }

    private func request(for key: ResolvedObject) -> APIRequest {
        guard let version = self.version else { return KeyAct.revoke(key, grace: self.grace, reason: self.reason) }
        return KeyAct.revokeVersion(version, of: key, grace: self.grace, reason: self.reason)
    }

    private func consent(
        to request: APIRequest, _ key: ResolvedObject, in session: Session
    ) async throws -> Session.Consent {
        guard !self.write.isHarmless else { return .goAhead }
        let what = self.version.map { "version \($0) of " } ?? ""
        let canSuspend = self.version == nil && key.document["state"]?.string == "active" && key.name != "suspend"
        return try await session.confirm(
            "Revoking \(what)\(KeyAct.label(key)) for good", .severe(name: key.name), self.confirmation,
            request: request,
            alternative: canSuspend ? (word: "suspend", effect: "stop it in a way that can be undone") : nil)
    }
}
