import HTTPTypes
import Keys
import TestKit
import Testing

@testable import AdminAPI

/// How long operator keys live.
@Suite struct OperatorExpiryTests {
    private static func create(_ members: String) -> String { #"{"name":"ci","level":"viewer"\#(members)}"# }

    @Test(arguments: Transport.allCases)
    func `with nothing said an operator key ends after 90 days`(transport: Transport) async throws {
        try await API.serving(transport) { api in
            let made = try await api.send(.post, "/v1/operators", Self.create(""))
            #expect(made.status == 201)
            let end = api.world.clock.now.adding(seconds: 90 * 86_400)
            #expect(made.json["expires_at"] == .string(end.description))
        }
    }

    @Test func `never has to be said, with its reason, also when an operator is changed`() async throws {
        try await API.serving { api in
            let bare = try await api.send(.post, "/v1/operators", Self.create(#","never_expires":true"#))
            #expect(bare.status == 422)
            let never = #","never_expires":true,"never_expires_reason":"a probe""#
            let made = try await api.send(.post, "/v1/operators", Self.create(never))
            #expect(made.status == 201 && made.json["expires_at"] == nil)
            let path = "/v1/operators/\(made.id)"
            let removed = try await api.send(
                .patch, path, #"{"expires_at":null}"#, headers: ["If-Match": made.etag])
            #expect(removed.status == 400)
            let ended = try await api.send(
                .patch, path, #"{"expires_in_seconds":60}"#, headers: ["If-Match": made.etag])
            #expect(ended.status == 200 && ended.json["expires_at"] != nil)
            let back = try await api.send(
                .patch, path, #"{"never_expires":true,"never_expires_reason":"still a probe"}"#,
                headers: ["If-Match": ended.etag])
            #expect(back.status == 200 && back.json["expires_at"] == nil)
        }
    }

    @Test(arguments: ["/v1/operators", "/v1/keys"])
    func `an end beyond ten years is a never that does not say so`(path: String) async throws {
        try await API.serving { api in
            let end = #","expires_at":"2099-01-01T00:00:00Z""#
            let answer =
                path == "/v1/keys" ? try await api.issue(end) : try await api.send(.post, path, Self.create(end))
            #expect(answer.status == 422)
            #expect(answer.json["fix"]?.text?.contains("never_expires") == true)
            #expect(answer.json["errors"]?.items.first?["pointer"] == "#/expires_at")
        }
    }
}
