import HTTPTypes
import Keys
import Testing

@testable import AdminAPI

@Suite struct ListTests {
    @Test(arguments: Transport.allCases) func `pages lead through the whole list once`(_ transport: Transport)
        async throws
    {
        try await API.serving(transport) { api in
            var made: Set<String> = []
            for _ in 0..<7 { made.insert(try await api.issue().id) }
            var seen: [String] = []
            var next: String? = "/v1/keys?limit=3"
            while let uri = next {
                let page = try await api.send(.get, uri)
                seen += page.json["data"]?.items.compactMap { $0["id"]?.text } ?? []
                let link = page.header("Link").map { $0.dropFirst().prefix { $0 != ">" } }
                #expect((link == nil) == (page.json["next_cursor"] == .null))
                next = link.map(String.init)
            }
            #expect(seen.count == 7)
            #expect(Set(seen) == made)
        }
    }

    @Test func `a cursor is good for its own list and filters alone`() async throws {
        try await API.serving { api in
            for _ in 0..<3 { _ = try await api.issue(#","tags":["a"]"#) }
            let cursor = try await api.send(.get, "/v1/keys?limit=1&tag=a").json["next_cursor"]?.text ?? ""
            #expect(try await api.send(.get, "/v1/keys?limit=1&tag=a&cursor=\(cursor)").status == 200)
            for uri in [
                "/v1/keys?limit=1&cursor=\(cursor)", "/v1/keys?limit=1&tag=b&cursor=\(cursor)",
                "/v1/operators?cursor=\(cursor)", "/v1/keys?tag=a&cursor=\(cursor.dropLast())0x",
                "/v1/keys?tag=a&cursor=\(cursor.dropLast(2))", "/v1/keys?tag=a&cursor=\(String(cursor.reversed()))",
                "/v1/keys?tag=a&cursor=\(cursor)00",
            ] { #expect(try await api.send(.get, uri).status == 400) }
        }
    }

    @Test func `keys are found by what they are`() async throws {
        try await API.serving { api in
            let one = try await api.issue(#","tags":["a"],"permissions":["orders:read"],"expires_in_seconds":3600"#)
            let two = try await api.issue(#","owner_id":"\#(api.owner.id)""#)
            let place = "environment=\(api.environment.id)&project=\(api.environment.projectID)"
            #expect(try await api.ids("/v1/keys?tag=a&\(place)") == [one.id])
            #expect(try await api.ids("/v1/keys?permission=orders:read") == [one.id])
            #expect(try await api.ids("/v1/keys?expires_before=2026-12-02T00:00:00Z") == [one.id])
            #expect(try await api.ids("/v1/keys?identity=\(api.owner.id)") == [two.id])
            #expect(try await api.ids("/v1/keys?q=\(two.id)") == [two.id])
            #expect(try await api.ids("/v1/keys?created_after=2026-12-01T00:00:00Z") == [])
            #expect(try await api.ids("/v1/projects?name=orders") == ["\(api.environment.projectID)"])
        }
    }

    @Test func `the audit log names who did what, and never a secret`() async throws {
        try await API.serving { api in
            let key = try await api.issue()
            _ = try await api.send(.post, "/v1/keys/\(key.id):revoke", #"{"reason":"leaked"}"#, as: .operator)
            let answer = try await api.send(.get, "/v1/audit/entries?object=\(key.id)", as: .viewer)
            let entries = answer.json["data"]?.items ?? []
            #expect(entries.map { $0["action"] } == ["key.revoke", "key.issue"])
            #expect(entries.first?["reason"] == "leaked")
            #expect(entries.first?["actor"]?["type"] == "operator")
            #expect(try await api.send(.get, "/v1/audit/entries?action=key.nothing").status == 400)
        }
    }

    @Test func `secrets stand in the answers that made them and nowhere else`() async throws {
        try await API.serving { api in
            let key = try await api.issue()
            let path = "/v1/keys/\(key.id)"
            let rotation = try await api.send(.post, path + "/rotations")
            let made = try await api.send(.post, "/v1/operators", #"{"name":"ci","level":"viewer"}"#)
            let secrets = [key, rotation, made].compactMap { $0.json["secret"]?.text?.suffix(49) }
            #expect(secrets.count == 3)
            for uri in [
                path, path + "/rotations", path + "/rotations/\(rotation.id)", "/v1/keys", "/v1/operators",
                "/v1/operators/\(made.id)", "/v1/audit/entries", "/v1/findings", "/metrics",
            ] {
                let text = try await api.send(.get, uri).text
                #expect(!secrets.contains { text.contains($0) })
                #expect(!text.contains("\"secret\""))
            }
        }
    }
}
