import ArgumentParser

/// `gatehouse rotation start`
struct RotationStart: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Begin to replace a key. The server goes on by itself, also after a restart.",
        discussion: """
            EXAMPLES
              gatehouse rotation start pepper --environment live
              gatehouse rotation start pepper --environment live --leaked
              gatehouse rotation start keyring --environment live
              gatehouse rotation start data-keys --project demo       of what lies in no environment
              gatehouse rotation start keyring                        of the installation itself
              gatehouse rotation start root --passphrase-file ./p     on the server's own machine
              gatehouse rotation start log-key                        both keys sign for 30 days
              gatehouse rotation start log-key --overlap 0s           the old key was exposed

            The root key is put into every slot anew, so each slot must be opened: by the key file or the credential
            of the configuration, or by its passphrase.
            """)

    /// Which key.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case root, keyring, pepper
        case dataKeys = "data-keys"
        case logKey = "log-key"
    }

    @Argument(help: "Which key: root, keyring, data-keys, pepper or log-key.")
    var kind: Kind

    @Option(
        help: "The environment whose key it is: id or name. (default: none)", completion: LiveNames.of(.environments))
    var environment: String?

    @Option(
        help: "Its project, or alone the project whose key it is: id or name. (default: none)",
        completion: LiveNames.of(.projects))
    var project: String?

    @Option(
        help: .init(
            "How long the old key is kept after nothing is under it any more. (default: 0)", valueName: "span"))
    var grace: DurationText?

    @Option(
        help: .init(
            "How long both keys sign the audit log, with log-key; 0s after the old one was exposed. (default: 30d)",
            valueName: "span"))
    var overlap: DurationText?

    @Flag(
        help: """
            The pepper has leaked: what it tells is put under the new one at once, also what nobody presents.
            """)
    var leaked = false

    @OptionGroup(title: "The root key") var passphrase: PassphraseOptions
    @OptionGroup var create: CreateOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard self.kind == .root || self.passphrase.passphraseFile == nil else {
            throw ValidationError("--passphrase-file goes with root alone.")
        }
        guard self.kind == .pepper || !self.leaked else {
            throw ValidationError("--leaked goes with pepper alone.")
        }
        guard self.kind == .logKey || self.overlap == nil else {
            throw ValidationError("--overlap goes with log-key alone.")
        }
        guard self.kind != .logKey || (self.environment == nil && self.project == nil && self.grace == nil) else {
            throw ValidationError("The log's key goes with none of --environment, --project and --grace.")
        }
        guard self.kind != .root || (self.environment == nil && self.project == nil && self.grace == nil) else {
            throw ValidationError("The root key goes with none of --environment, --project and --grace.")
        }
    }

    func run(in session: Session) async throws {
        guard self.kind != .root else { return try await self.replaceRootKey(in: session) }
        var members: [String: JSONValue] = ["kind": .string(self.kind.rawValue)]
        if let environment = self.environment {
            members["environment_id"] = .string(
                try await session.environment(environment, inProject: self.project).id)
        } else if let project = self.project {
            members["project_id"] = .string(try await session.project(project).id)
        }
        if let overlap = self.overlap { members["overlap_seconds"] = .integer(overlap.seconds) }
        if self.leaked { members["leaked"] = .bool(true) }
        if let grace = self.grace { members["grace_seconds"] = .integer(grace.seconds) }
        var request = APIRequest(.post, "/sys/rotations", body: .object(members))
        request.idempotencyKey = self.create.key
        try await session.perform(request, self.write, order: RotationCommand.order)
    }

    /// Passphrases are asked for where slots take one.
    private func replaceRootKey(in session: Session) async throws {
        var request = APIRequest(.post, "/sys/slots:rekey")
        if !self.write.showRequest {
            let slots = try await session.send(.init(.get, "/sys/slots")).document["data"]?.array ?? []
            let numbers = slots.filter { $0["kind"]?.string == "passphrase" }.compactMap { $0["number"]?.integer }
            let source = try PassphraseSource(file: self.passphrase.passphraseFile, canAsk: session.canAsk)
            let lines = try numbers.map { try source.existing("Passphrase of slot \($0): ") }
            if !lines.isEmpty { request.passphrases = Array(lines.joined(separator: [0x0a])) }
        }
        try await session.perform(request, self.write, order: RotationCommand.order)
    }
}
