import HTTPTypes
import KeyManagement
import Keys
import TestKit
import Testing

@testable import AdminAPI

@Suite struct IdempotencyTests {
    private static let header = ["Idempotency-Key": "\"one\""]

    @Test func `a repeated create is the same create, with a fresh secret while the first is unused`() async throws {
        try await API.serving { api in
            let first = try await api.issue(headers: Self.header)
            let second = try await api.issue(headers: ["Idempotency-Key": "one"])
            #expect(second.status == 201)
            #expect(second.id == first.id)
            #expect(second.header("Idempotent-Replayed") == "true")
            #expect(first.header("Idempotent-Replayed") == nil)
            #expect(second.json["secret"] != first.json["secret"])
            #expect(try await api.ids("/v1/keys").count == 1)
        }
    }

    @Test func `another body under the same key is refused, another path is another request`() async throws {
        try await API.serving { api in
            _ = try await api.issue(headers: Self.header)
            #expect(try await api.issue(#","tags":["x"]"#, headers: Self.header).code == "idempotency_mismatch")
            let other = try await api.send(.post, "/v1/projects", #"{"name":"other"}"#, headers: Self.header)
            #expect(other.status == 201)
        }
    }

    @Test func `once used, the secret is not shown again`() async throws {
        let insight = UsageInsight(requestsLastDay: { _ in nil }, hasBeenUsed: { _, _ in true })
        try await API.serving(insight: insight) { api in
            _ = try await api.issue(headers: Self.header)
            let again = try await api.issue(headers: Self.header)
            #expect(again.status == 409)
            #expect(again.code == "idempotency_used")
        }
    }

    @Test(arguments: Transport.allCases)
    func `fifty at once with one key make one key with exactly one valid secret`(_ transport: Transport) async throws {
        try await API.serving(transport) { api in
            let answers = try await withThrowingTaskGroup(of: API.Answer.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await api.issue(#","permissions":["orders:read"]"#, headers: Self.header) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(Set(answers.map(\.id)).count == 1)
            let secrets = Set(answers.compactMap { $0.json["secret"]?.text })
            #expect(secrets.count == 50)
            let desk = AdmissionDesk(api.world.publication, clock: api.world.clock)
            #expect(secrets.filter { desk.refusal(of: Array($0.utf8)) == nil }.count == 1)
        }
    }

    @Test func `a rotation and an operator are repeated in the same way`() async throws {
        try await API.serving { api in
            let path = "/v1/keys/\(try await api.issue().id)/rotations"
            let first = try await api.send(.post, path, "{}", headers: Self.header)
            let second = try await api.send(.post, path, "{}", headers: Self.header)
            #expect(first.id == second.id)
            #expect(second.json["secret"] != first.json["secret"])
            let body = #"{"name":"ci","level":"viewer"}"#
            let made = try await api.send(.post, "/v1/operators", body, headers: Self.header)
            let again = try await api.send(.post, "/v1/operators", body, headers: Self.header)
            #expect(made.id == again.id)
            let old = ["Authorization": "Bearer \(made.json["secret"]?.text ?? "")"]
            let new = ["Authorization": "Bearer \(again.json["secret"]?.text ?? "")"]
            #expect(try await api.send(.get, "/v1/keys", as: nil, headers: old).status == 401)
            #expect(try await api.send(.get, "/v1/keys", as: nil, headers: new).status == 200)
        }
    }
}
