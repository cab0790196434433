import ArgumentParser

/// `gatehouse audit prove`
struct AuditProve: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Print the proof that an entry is in the audit log, to be checked offline.",
        discussion: """
            EXAMPLES
              gatehouse audit prove 12
              gatehouse audit prove 12 --proof-file ./12.tlog-proof
            """)

    @OptionGroup var entry: EntryReference

    @Option(
        help: .init("Write the proof to this new file instead of printing it. (default: print it)", valueName: "path"),
        completion: .file())
    var proofFile: String?

    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let text = try await session.text(.init(.get, "/audit/entries/\(self.entry.sequence)/proof"))
        let proof = ProofText(text)
        guard let head = proof.head else {
            throw CommandFailure(.failed, code: "unexpected_answer", "The answer is no proof.")
        }
        if let path = self.proofFile { try Self.keep(proof, in: path) }
        if session.output.format == .json {
            return session.output.printJSON(
                .members([
                    "sequence": .integer(self.entry.sequence), "tree_size": .integer(head.size),
                    "proof": .string(proof.text),
                ]))
        }
        if let path = self.proofFile {
            session.output.note("entry \(self.entry.sequence), proven in tree of \(head.size); the proof is in \(path)")
        } else {
            StandardStream.output.write(proof.text)
        }
    }

    private static func keep(_ proof: ProofText, in path: String) throws {
        guard try NewFile.proof(path).store(proof.text) else {
            throw CommandFailure(.cannotCreate, code: "proof_file_refused", "\(path) could not be written.")
        }
    }
}
