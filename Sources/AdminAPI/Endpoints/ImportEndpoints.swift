import KeyManagement
import Keys

/// Keys of other systems come in.
struct ImportEndpoints: Sendable {
    let plane: ControlPlane
    let time: TimeSource

    var endpoints: [Endpoint] {
        [
            .init(.post, "/v1/keys:import", "importKeys", .needs(.keysWrite)) { try await self.importKeys($0) }
        ]
    }

    private func importKeys(_ call: Call) async throws -> Reply {
        let isDryRun = try call.isDryRun()
        var body = try ObjectReader(call.document())
        let order = try ImportFields.order(&body, at: self.time.wallTime())
        let outcome = try await self.plane.importKeys(order, by: call.caller(), isDryRun: isDryRun)
        return Reply(outcome.value.document.adding("dry_run", outcome.isDryRun ? true : nil).adding(outcome))
    }
}
