import ArgumentParser

/// `gatehouse unseal`
struct UnsealCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "unseal",
        abstract: "Open a sealed server with a passphrase, or with half of what it takes.",
        discussion: """
            EXAMPLES
              gatehouse unseal                              asks for the passphrase
              gatehouse unseal --slot 2                     where several passphrases open different slots
              pass gatehouse | gatehouse unseal --passphrase-file -

            Where two slots are needed together, two people run it one after the other within ten minutes; a file with both
            passphrases, one a line, opens both.
            """)

    @Option(help: .init("Open this slot. (default: whichever the passphrase opens)", valueName: "number"))
    var slot: Int?

    @OptionGroup(title: "The passphrase") var passphrase: PassphraseOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let before = try await session.send(.init(.get, "/sys/seal"))
        guard before.document["phase"]?.string == "sealed" else {
            session.output.note("The server is not sealed.")
            return try session.output.show(
                before.document, body: before.body, order: SealCommand.order, essential: "phase")
        }
        let source = try PassphraseSource(file: self.passphrase.passphraseFile, canAsk: session.canAsk)
        var response = try await session.send(self.request(before.document, source))
        while response.document["phase"]?.string == "sealed", source.hasMore {
            response = try await session.send(self.request(response.document, source))
        }
        if response.document["phase"]?.string == "sealed" {
            session.output.note(
                "The slot is open; another is needed with it: run this again with the other passphrase.")
        }
        try session.output.show(
            response.document, body: response.body, order: SealCommand.order, essential: "phase", isDone: true)
    }

    /// What opens by itself takes no passphrase, unless one is given all the same.
    private func request(_ status: JSONValue, _ source: PassphraseSource) throws -> APIRequest {
        var request = APIRequest(.post, "/sys/unseal")
        if let slot { request.query.append(.init(name: "slot", value: String(slot))) }
        let opensByItself = status["opens_by_itself"] == .bool(true)
        guard self.passphrase.passphraseFile != nil || !opensByItself else { return request }
        request.passphrases = try source.existing("Passphrase: ")
        return request
    }
}
