import ArgumentParser
import Foundation

/// `gatehouse slots`
struct SlotsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots",
        abstract: "List, add, remove and test the ways to the root key.",
        discussion: """
            EXAMPLES
              gatehouse slots list
              gatehouse slots add --kind passphrase
              gatehouse slots test 1

            These work on the server's own machine alone, over its Unix socket.
            """,
        subcommands: [List.self, SlotsAdd.self, Remove.self, Test.self])

    static let columns = [
        Column("NUMBER", "number", .count), Column("KIND", "kind"), Column("NEEDED WITH", "needed_with", .count),
    ]

    /// What a slot is kept under.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case file, passphrase, credential
    }

    /// A source as the server takes it: a file is named from where the command is run, not from where the server is.
    static func source(_ text: String, of kind: Kind?) -> String {
        kind == .file ? URL(fileURLWithPath: text).standardizedFileURL.path : text
    }

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the slots, also of a sealed server.",
            discussion: """
                EXAMPLES
                  gatehouse slots list
                """)

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let response = try await session.send(.init(.get, "/sys/slots"))
            try session.output.list(
                response.document, body: response.body, columns: SlotsCommand.columns, essential: "number")
        }
    }

    struct Remove: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a slot, and the one it is needed together with. The last way in stays.",
            discussion: """
                EXAMPLES
                  gatehouse slots remove 0 --confirm=0
                """)

        @Argument(help: "The slot: its number.")
        var number: Int

        @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let request = APIRequest(.post, "/sys/slots/\(self.number):remove")
            if !self.write.isHarmless {
                _ = try await session.confirm(
                    "Removing slot \(self.number)", .severe(name: String(self.number)), self.confirmation,
                    request: request, effect: "What it is kept under opens the server no more.")
            }
            guard let response = try await session.act(request, self.write) else { return }
            try session.output.list(
                response.document, body: response.body, columns: SlotsCommand.columns, essential: "number", isDone: true
            )
        }
    }

    struct Test: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove that a slot opens; exit 5 when it does not. Changes nothing.",
            discussion: """
                EXAMPLES
                  gatehouse slots test 0
                  gatehouse slots test 1 --passphrase-file ./passphrase
                """)

        @Argument(help: "The slot: its number.")
        var number: Int

        @Option(
            help: .init(
                "The key file, or the name of the credential. (default: that of the configuration)", valueName: "source"
            ))
        var source: String?

        @OptionGroup(title: "The passphrase") var passphrase: PassphraseOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            var request = APIRequest(.post, "/sys/slots/\(self.number):test")
            let kind = try await self.kind(in: session)
            if let source {
                request.query.append(.init(name: "source", value: SlotsCommand.source(source, of: kind)))
            }
            if kind == .passphrase {
                let source = try PassphraseSource(file: self.passphrase.passphraseFile, canAsk: session.canAsk)
                request.passphrases = try source.existing("Passphrase of slot \(self.number): ")
            }
            let response = try await session.send(request)
            session.output.note("Slot \(self.number) opens.")
            try session.output.show(
                response.document, body: response.body, order: ["number", "kind", "needed_with"], essential: "number")
        }

        /// `nil` where there is no such slot, which the server says better.
        private func kind(in session: Session) async throws -> Kind? {
            let slots = try await session.send(.init(.get, "/sys/slots")).document["data"]?.array ?? []
            let slot = slots.first { $0["number"] == .integer(Int64(self.number)) }
            return slot?["kind"]?.string.flatMap(Kind.init)
        }
    }
}
