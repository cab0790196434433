import ArgumentParser

/// `gatehouse slots add`
struct SlotsAdd: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a way to the root key, or two slots that are needed together.",
        discussion: """
            EXAMPLES
              gatehouse slots add --kind passphrase
              gatehouse slots add --kind file --source /media/safe/gatehouse.key
              gatehouse slots add --kind passphrase --with-kind passphrase     two people, one passphrase each

            A key file that is not there is made by the server. A passphrase is asked for twice, without echo.
            """)

    @Option(help: "What the slot is kept under: file, passphrase or credential. (default: none, one has to be named)")
    var kind: SlotsCommand.Kind

    @Option(
        help: .init(
            "The key file, or the name of the credential. (default: that of the configuration)", valueName: "source"))
    var source: String?

    @Option(help: "Add a second slot of this kind: both are needed together. (default: none)")
    var withKind: SlotsCommand.Kind?

    @Option(help: .init("The source of the second slot. (default: that of the configuration)", valueName: "source"))
    var withSource: String?

    @OptionGroup(title: "The passphrase") var passphrase: PassphraseOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard self.withSource == nil || self.withKind != nil else {
            throw ValidationError("--with-source needs --with-kind.")
        }
        for (kind, source) in [(self.kind, self.source), (self.withKind ?? self.kind, self.withSource)] {
            guard kind != .passphrase || source == nil else { throw ValidationError("A passphrase has no source.") }
        }
    }

    func run(in session: Session) async throws {
        var request = APIRequest(.post, "/sys/slots")
        request.query = .init([
            ("kind", self.kind.rawValue), ("source", self.source.map { SlotsCommand.source($0, of: self.kind) }),
            ("with_kind", self.withKind?.rawValue),
            ("with_source", self.withSource.map { SlotsCommand.source($0, of: self.withKind) }),
        ])
        if !self.write.showRequest { request.passphrases = try self.passphrases(in: session) }
        let before = self.write.isHarmless ? [] : try await Self.numbers(session.send(.init(.get, "/sys/slots")))
        guard let response = try await session.act(request, self.write) else { return }
        let new = Self.numbers(response).filter { !before.contains($0) }.map(String.init)
        guard !session.output.isQuiet || session.output.format == .json else { return session.output.printLines(new) }
        try session.output.list(
            response.document, body: response.body, columns: SlotsCommand.columns, isDone: true)
        session.output.note(
            (new.count == 1 ? "New: slot " : "New, and needed together: slots ") + new.joined(separator: " and ")
                + ". Try it: gatehouse slots test \(new.first ?? "")")
    }

    private static func numbers(_ response: APIResponse) -> [Int64] {
        (response.document["data"]?.array ?? []).compactMap { $0["number"]?.integer }
    }

    /// One line for each passphrase slot.
    private func passphrases(in session: Session) throws -> [UInt8]? {
        let source = try PassphraseSource(file: self.passphrase.passphraseFile, canAsk: session.canAsk)
        let kinds = [self.kind] + [self.withKind].compactMap(\.self)
        let lines = try kinds.enumerated().filter { $0.element == .passphrase }.map { index, _ in
            let whose = kinds.count == 1 ? "" : index == 0 ? "First person: " : "Second person: "
            return try source.new("\(whose)new passphrase: ")
        }
        return lines.isEmpty ? nil : Array(lines.joined(separator: [0x0a]))
    }
}
