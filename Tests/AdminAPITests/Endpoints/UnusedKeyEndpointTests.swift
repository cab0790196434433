import HTTPTypes
import KeyManagement
import Keys
import TestKit
import Testing

@testable import AdminAPI

/// Keys that nobody uses, over HTTP: what their project says, what is announced, and what is held back.
@Suite struct UnusedKeyEndpointTests {
    private static let day: Int64 = 86_400

    private func sweep(_ api: API) async throws {
        var sweep = UnusedKeySweep(api.world.plane) { _ in }
        try await sweep.step()
    }

    @Test(arguments: Transport.allCases)
    func `a project names the days, and takes them back`(_ transport: Transport) async throws {
        try await API.serving(transport) { api in
            let path = "/v1/projects/\(api.environment.projectID)"
            #expect(try await api.send(.get, path).json["unused_key_days"] == nil)
            let set = try await api.patch(path, #"{"unused_key_days":90}"#)
            #expect(set.status == 200 && set.json["unused_key_days"] == 90)
            #expect(try await api.send(.get, path).json["unused_key_days"] == 90)
            for absurd in ["0", "3651", "-1", "1.5", "\"90\"", "99999999999"] {
                #expect(try await api.patch(path, #"{"unused_key_days":\#(absurd)}"#).status == 400)
            }
            #expect(try await api.patch(path, #"{"unused_key_days":null}"#).json["unused_key_days"] == nil)
            let made = try await api.send(.post, "/v1/projects", #"{"name":"other","unused_key_days":30}"#)
            #expect(made.status == 201 && made.json["unused_key_days"] == 30)
        }
    }

    @Test func `a key says when it will be suspended, the review as well, and doctor what is held back`() async throws {
        try await API.serving { api in
            let project = "/v1/projects/\(api.environment.projectID)"
            _ = try await api.patch(project, #"{"unused_key_days":30}"#)
            let keys = [
                try await api.issue(#","never_expires":true,"never_expires_reason":"test""#).id,
                try await api.issue(#","never_expires":true,"never_expires_reason":"test""#).id,
            ]
            api.world.clock.advance(seconds: 20 * Self.day)
            #expect(try await api.send(.get, "/v1/keys/\(keys[0])").json["suspends_at"] == nil)
            let end = api.world.clock.now.adding(seconds: 14 * Self.day)
            try await self.sweep(api)
            #expect(try await api.send(.get, "/v1/keys/\(keys[0])").json["suspends_at"]?.text == end.description)
            let kinds = {
                let review = try await api.send(.get, "/v1/key-reviews/\(keys[0])").json
                return (review["findings"]?.items ?? []).compactMap { $0["kind"]?.text }
            }
            #expect(try await kinds().contains("idle_notice"))
            api.world.clock.advance(seconds: 14 * Self.day)
            try await self.sweep(api)
            // Two of two are too many.
            #expect(try await kinds().contains("idle_past_policy"))
            let held = {
                let findings = try await api.send(.get, "/v1/findings").json["data"]?.items ?? []
                return findings.filter { $0["kind"]?.text == "unused_keys_held" }
            }
            #expect(try await held().map { $0["severity"]?.text } == ["critical"])
            // A dry run and another member say nothing about it.
            _ = try await api.patch(project + "?dry_run=true", #"{"unused_key_days":30}"#)
            _ = try await api.patch(project, #"{"default_expiry_days":60}"#)
            try await self.sweep(api)
            #expect(try await held().count == 1)
            #expect(try await api.patch(project, #"{"unused_key_days":30}"#).status == 200)
            try await self.sweep(api)
            #expect(try await held().isEmpty)
            for key in keys {
                #expect(try await api.send(.get, "/v1/keys/\(key)").json["state"]?.text == "suspended")
            }
        }
    }
}

extension API {
    /// Changes what is there, whatever its revision.
    fileprivate func patch(_ path: String, _ body: String) async throws -> Answer {
        try await self.send(.patch, path, body, headers: ["If-Match": "*"])
    }
}
