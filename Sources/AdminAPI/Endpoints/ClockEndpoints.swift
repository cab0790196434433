import KeyManagement
import Keys

/// The time that the server goes by, and the word that the clock of its system is right: for those on its own machine, who
/// can look at that clock.
struct ClockEndpoints: Sendable {
    let surroundings: AdminSurroundings

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/sys/clock", "showClock", .local) { try await self.show($0) },
            .init(.post, "/v1/sys/clock:follow", "followClock", .local) { try await self.follow($0) },
        ]
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        return Reply(try self.clock.status().document)
    }

    private func follow(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let reading = query.optional("clock_at", .time)
        let isDryRun = query.flag("dry_run")
        try query.finish()
        guard let reading else {
            throw Problem(.requestInvalid, "“clock_at” is wanted: what the clock says, as you have read it.")
        }
        let (status, outcome) = try await self.clock.follow(
            reading, by: call.caller(), through: self.surroundings.plane, isDryRun: isDryRun)
        guard !isDryRun else { return .dryRun(status.document) }
        guard let outcome else { return Reply(status.document) }
        return Reply.changed(outcome, status.document, revision: nil)
    }

    private var clock: ClockGuard {
        get throws {
            guard let clock = self.surroundings.clock else { throw Problem(.notFound, "This server has no clock.") }
            return clock
        }
    }
}
