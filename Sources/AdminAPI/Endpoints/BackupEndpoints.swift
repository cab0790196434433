import KeyManagement

/// Backups of the running server, for those on its own machine.
struct BackupEndpoints: Sendable {
    let surroundings: AdminSurroundings

    var endpoints: [Endpoint] {
        [.init(.post, "/v1/sys/backups", "createBackup", .local) { try await self.create($0) }]
    }

    /// The entry is written first, so that the backup holds it.
    private func create(_ call: Call) async throws -> Reply {
        let isDryRun = try call.isDryRun()
        guard let prepare = self.surroundings.prepareBackup else {
            throw Problem(.notFound, "This server keeps everything in memory: there is nothing to back up.")
        }
        let caller = try call.caller()
        let outcome = try await self.surroundings.plane.perform(NoteBackup(), by: caller, .init(isDryRun: isDryRun))
        guard !outcome.isDryRun else { return .dryRun(["content_type": .string(Self.contentType)]) }
        return Reply(streaming: try await prepare(), contentType: Self.contentType)
    }

    private static let contentType = "application/octet-stream"
}
