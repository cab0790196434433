import ArgumentParser

/// `gatehouse keys rotate`
struct KeysRotate: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give a key a new secret. The old one works on until the overlap ends.",
        discussion: """
            EXAMPLES
              gatehouse keys rotate ci
              gatehouse keys rotate ci --overlap 1h --secret-file ./ci.key
              gatehouse keys rotate ci --overlap 0 --confirm=ci        emergency: old secrets die at once
              gatehouse keys rotate ci --cancel

            The overlap runs from the first use of the new secret, so nobody is cut off before they switched.
            """)

    @OptionGroup var reference: KeyReference

    @Option(
        help: .init(
            "How long the old secret works on after the first use of the new one; 0 ends it now. (default: 24h)",
            valueName: "span"))
    var overlap: DurationText?

    @Option(help: .init("When the old secret ends whatever happens. (default: 7d)", valueName: "span"))
    var hardStop: DurationText?

    @Flag(help: "Take back a rotation whose new secret has not been used.")
    var cancel = false

    @OptionGroup(title: "The secret") var secret: SecretOptions
    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var create: CreateOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard !self.cancel || (self.overlap == nil && self.hardStop == nil && self.secret.secretFile == nil) else {
            throw ValidationError("--cancel goes with none of --overlap, --hard-stop and --secret-file.")
        }
    }

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        try await self.cancel ? self.cancelRotation(of: key, in: session) : self.rotate(key, in: session)
    }

    private func rotate(_ key: ResolvedObject, in session: Session) async throws {
        var request = APIRequest(
            .post, "/keys/\(key.id)/rotations",
            body: .members([
                "overlap_seconds": self.overlap.map { .integer($0.seconds) },
                "hard_stop_seconds": self.hardStop.map { .integer($0.seconds) },
            ]))
        request.idempotencyKey = self.create.key
        let isEmergency = self.overlap?.seconds == 0
        if !self.write.isHarmless {
            let act = "Rotating \(KeyAct.label(key))" + (isEmergency ? ", ending its old secrets at once" : "")
            _ = try await session.confirm(
                act, isEmergency ? .severe(name: key.name) : .moderate, self.confirmation, request: request)
        }
        try await session.reveal(
            request, self.write, self.secret, order: ["id", "key_id", "state", "overlap_seconds", "hard_stop_at"]
        ) { _ in
            isEmergency
                ? "Rotated \(KeyAct.label(key)); its old secrets are dead."
                : "Rotated \(KeyAct.label(key)); the old secret works on until the overlap ends."
        }
    }

    private func cancelRotation(of key: ResolvedObject, in session: Session) async throws {
        guard let id = key.document.value(at: "rotation.id")?.string else {
            throw CommandFailure(.conflict, code: "no_rotation", "Key “\(key.name)” has no rotation to cancel.")
        }
        let request = APIRequest(.post, "/keys/\(key.id)/rotations/\(id):cancel", body: .object([:]))
        if !self.write.isHarmless {
            _ = try await session.confirm(
                "Cancelling the rotation of \(KeyAct.label(key))", .moderate, self.confirmation, request: request)
        }
        guard let response = try await session.act(request, self.write) else { return }
        try session.output.show(response.document, body: response.body, order: ["id", "key_id", "state"], isDone: true)
    }
}
