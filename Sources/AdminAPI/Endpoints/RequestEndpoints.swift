import DecisionLog
import Keys

/// Why a request to the gateway was answered as it was.
struct RequestEndpoints: Sendable {
    let decision: @Sendable (RequestID) async throws -> DecisionRecord?

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/requests/{request_id}", "explainRequest", .needs(.requestsRead)) { call in
                try call.withoutQuery()
                let id: RequestID = try call.id("request_id")
                guard let record = try await self.decision(id) else {
                    throw Problem(
                        .notFound, "The decision log knows nothing of \(id): it is too old, or was never ours.")
                }
                return Reply(record.document)
            }
        ]
    }
}
