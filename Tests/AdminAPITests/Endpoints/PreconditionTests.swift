import HTTPTypes
import Keys
import Testing

@testable import AdminAPI

@Suite struct PreconditionTests {
    private static func role(_ api: API) async throws -> API.Answer {
        try await api.send(
            .post, "/v1/roles", #"{"project_id":"\#(api.environment.projectID)","name":"reader","permissions":["a:b"]}"#
        )
    }

    @Test func `a role is changed only by those who name what they saw`() async throws {
        try await API.serving { api in
            let role = try await Self.role(api)
            let path = "/v1/roles/\(role.id)"
            let change = #"{"permissions":["a:c"]}"#
            #expect(try await api.send(.patch, path, change).code == "precondition_required")
            let first = try await api.send(.patch, path, change, headers: ["If-Match": role.etag])
            #expect(first.status == 200)
            let stale = try await api.send(.patch, path, #"{"permissions":["a:d"]}"#, headers: ["If-Match": role.etag])
            #expect(stale.status == 412)
            let weak = ["If-Match": "W/" + first.etag]
            #expect(try await api.send(.patch, path, change, headers: weak).status == 412)
            let either = ["If-Match": "\"r999\", \(first.etag)"]
            #expect(try await api.send(.patch, path, #"{"permissions":["a:e"]}"#, headers: either).status == 200)
            #expect(try await api.send(.patch, path, change, headers: ["If-Match": "*"]).status == 200)
        }
    }

    @Test func `limits of a key are changed only with If-Match, its name without`() async throws {
        try await API.serving { api in
            let key = try await api.issue()
            let path = "/v1/keys/\(key.id)"
            let limits = #"{"limits":[{"name":"a","windows":[{"limit":1,"window_seconds":60}]}]}"#
            #expect(try await api.send(.patch, path, #"{"name":"other"}"#).status == 200)
            #expect(try await api.send(.patch, path, limits).status == 428)
            #expect(try await api.send(.patch, path, limits, headers: ["If-Match": key.etag]).status == 412)
            let now = try await api.send(.get, path).etag
            #expect(try await api.send(.patch, path, limits, headers: ["If-Match": now]).status == 200)
        }
    }

    @Test func `acts honour If-Match too`() async throws {
        try await API.serving { api in
            let path = "/v1/keys/\(try await api.issue().id)"
            for act in [":suspend", ":revoke", "/versions/1:revoke", "/rotations"] {
                let answer = try await api.send(.post, path + act, headers: ["If-Match": "\"r999\""])
                #expect(answer.status == 412)
            }
            #expect(try await api.send(.get, path).json["state"] == "active")
        }
    }

    @Test func `a dry run answers as the act would and changes nothing`() async throws {
        try await API.serving { api in
            let key = try await api.issue()
            let role = try await Self.role(api)
            let path = "/v1/keys/\(key.id)"
            let project = "/v1/projects/\(api.environment.projectID)"
            let writes: [(HTTPRequest.Method, String, String)] = [
                (.post, "/v1/projects", #"{"name":"new"}"#), (.patch, project, #"{"name":"other"}"#),
                (.post, project + "/environments", #"{"name":"new","tag":"new"}"#),
                (.patch, "/v1/environments/\(api.environment.id)", #"{"name":"other"}"#),
                (.post, "/v1/operators", #"{"name":"new","level":"viewer"}"#),
                (.post, "/v1/keys", #"{"environment_id":"\#(api.environment.id)","name":"new"}"#),
                (.patch, path, #"{"name":"other"}"#), (.post, path + ":suspend", "{}"), (.post, path + ":revoke", "{}"),
                (.post, path + "/rotations", "{}"), (.post, path + "/versions/1:revoke", "{}"),
                (.patch, "/v1/roles/\(role.id)", #"{"name":"other"}"#),
                (.patch, "/v1/identities/\(api.owner.id)", #"{"name":"Other"}"#),
            ]
            let before = try await api.send(.get, "/v1/audit/entries?limit=1").json["data"]
            for (method, path, body) in writes {
                let answer = try await api.send(method, path + "?dry_run=true", body, headers: ["If-Match": "*"])
                #expect(answer.status == 200)
                #expect(answer.json["dry_run"] == true)
                #expect(answer.json["effect"]?.members.isEmpty == false)
                #expect(!answer.text.contains("\"secret\""))
            }
            #expect(try await api.send(.get, "/v1/audit/entries?limit=1").json["data"] == before)
            #expect(try await api.send(.get, path).etag == key.etag)
        }
    }
}
