import Admission
import DecisionLog
import KeyManagement
import Keys

/// Why a request to the gateway was answered as it was.
struct RequestEndpoints: Sendable {
    let decision: @Sendable (RequestID) async throws -> DecisionRecord?
    let plane: ControlPlane

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/requests/{request_id}", "explainRequest", .needs(.requestsRead)) { call in
                try call.withoutQuery()
                let id: RequestID = try call.id("request_id")
                guard let record = try await self.decision(id) else {
                    var problem = Problem(
                        .notFound,
                        "The decision log knows no request \(id): it is older than what is kept, or not ours.")
                    problem.fix = "take the X-Request-Id of an answer that this gateway gave in the last days"
                    throw problem
                }
                let rules = try await RuleDocuments(record, plane: self.plane, caller: try call.caller())
                let document = record.document.adding("rules", rules.document)
                return Reply(document.adding("rules_cut", record.rules.isCut ? true : nil))
            }
        ]
    }
}
