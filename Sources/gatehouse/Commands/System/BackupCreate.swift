import ArgumentParser

/// `gatehouse backup create`
struct BackupCreate: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Write an encrypted backup while the server goes on.",
        discussion: """
            EXAMPLES
              gatehouse backup create shop.backup
              gatehouse backup create - > shop.backup

            It opens with any slot of the root key. No file is there before it is whole, and none is replaced.
            """)

    @Argument(help: "The file to write, or - for standard output.", completion: .file())
    var file: String

    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let request = APIRequest(.post, "/sys/backups")
        guard !self.write.showRequest, !self.write.dryRun else {
            return try await session.perform(request, self.write, order: ["dry_run"])
        }
        let target = try BackupTarget(self.file)
        let bytes: UInt64
        do {
            bytes = try await session.client.download(request) { piece in try target.write(piece) }
            try target.finish()
        } catch {
            target.discard()
            throw error
        }
        guard self.file != "-" else { return }
        try session.output.show(
            .members(["file": .string(self.file), "bytes": .integer(Int64(clamping: bytes))]),
            order: ["file", "bytes"],
            essential: "file", isDone: true)
        session.output.note("Try it: gatehouse backup verify \(CurlLine.quoted(self.file))")
    }
}
