import HTTPTypes
import Keys
import Testing

@testable import AdminAPI

@Suite struct KeyLifecycleTests {
    @Test(arguments: Transport.allCases)
    func `a key is issued, shown, changed, rotated, stopped and ended`(_ transport: Transport) async throws {
        try await API.serving(transport) { api in
            let made = try await api.issue(#","owner_id":"\#(api.owner.id)","permissions":["orders:read"]"#)
            #expect(made.status == 201)
            #expect(made.header("Location") == "/v1/keys/\(made.id)")
            #expect(made.json["secret"]?.text?.hasPrefix("gk_live_") == true)
            #expect(made.json["owner"]?["type"] == "team")

            let path = "/v1/keys/\(made.id)"
            let shown = try await api.send(.get, path, as: .viewer)
            #expect(shown.status == 200)
            #expect(shown.json["secret"] == nil)
            #expect(shown.etag == made.etag)
            #expect(shown.json["expires_at"] == "2027-03-01T00:00:00Z")

            let changed = try await api.send(
                .patch, path, #"{"name":"worker 2","metadata":{"team":"a"},"owner_id":null}"#,
                headers: ["If-Match": made.etag])
            #expect(changed.json["name"] == "worker 2")
            #expect(changed.json["owner"] == nil)
            #expect(changed.etag != made.etag)

            try await Self.rotate(path, api)
            #expect(try await api.send(.post, path + ":suspend", #"{"reason":"odd"}"#).json["state"] == "suspended")
            #expect(try await api.send(.post, path + ":resume").json["state"] == "active")
            let revoked = try await api.send(.post, path + ":revoke", #"{"reason":"leaked"}"#, as: .operator)
            #expect(revoked.json["state"] == "revoked")
            #expect(revoked.json["receipt"]?["is_pending"] == false)
            #expect(try await api.send(.post, path + ":resume").code == "key_revoked")
        }
    }

    private static func rotate(_ path: String, _ api: API) async throws {
        let rotated = try await api.send(.post, path + "/rotations", #"{"overlap_seconds":3600}"#)
        #expect(rotated.status == 201)
        #expect(rotated.json["state"] == "pending")
        #expect(rotated.json["secret"]?.text != nil)
        let rotation = path + "/rotations/\(rotated.id)"
        #expect(try await api.send(.get, rotation).json["new_version"] == 2)
        #expect(try await api.send(.get, path + "/rotations").json["data"]?.items.count == 1)
        #expect(try await api.send(.post, rotation + ":cancel").json["state"] == "cancelled")
        #expect(try await api.send(.post, rotation + ":cancel").status == 200)
    }

    @Test func `an emergency rotation ends the old version with the answer`() async throws {
        try await API.serving { api in
            let path = "/v1/keys/\(try await api.issue().id)"
            #expect(try await api.send(.post, path + "/rotations", #"{"overlap_seconds":0}"#).status == 201)
            let versions = try await api.send(.get, path).json["versions"]?.items ?? []
            #expect(versions.map { $0["state"] } == ["retired", "current"])
        }
    }

    @Test func `one version is revoked and the key goes on`() async throws {
        try await API.serving { api in
            let path = "/v1/keys/\(try await api.issue().id)"
            _ = try await api.send(.post, path + "/rotations")
            let answer = try await api.send(.post, path + "/versions/1:revoke", #"{"reason":"leaked"}"#)
            #expect(answer.json["versions"]?.items.first?["state"] == "revoked")
            #expect(answer.json["state"] == "active")
            #expect(try await api.send(.post, path + "/versions/9:revoke").status == 404)
        }
    }

    @Test func `revoked keys stay listed, but only for those who ask`() async throws {
        try await API.serving { api in
            let gone = try await api.issue()
            let kept = try await api.issue()
            _ = try await api.send(.post, "/v1/keys/\(gone.id):revoke")
            #expect(try await api.ids("/v1/keys") == [kept.id])
            #expect(try await api.ids("/v1/keys?state=revoked") == [gone.id])
            #expect(Set(try await api.ids("/v1/keys?state=active,revoked")) == [gone.id, kept.id])
        }
    }

    @Test func `keys without end need a reason, and a maximum is enforced`() async throws {
        try await API.serving { api in
            #expect(try await api.issue(#","never_expires":true"#).status == 422)
            #expect(try await api.issue(#","expires_at":null"#).status == 400)
            #expect(try await api.issue(#","expires_at":"2020-01-01T00:00:00Z""#).status == 422)
            let both = #","expires_at":"2027-01-01T00:00:00Z","expires_in_seconds":60"#
            #expect(try await api.issue(both).status == 422)
            let never = #","never_expires":true,"never_expires_reason":"a probe""#
            let endless = try await api.issue(never)
            #expect(endless.json["expires_at"] == nil)
            #expect(endless.json["never_expires_reason"] == "a probe")
            let findings = try await api.send(.get, "/v1/findings", as: .viewer).json["data"]?.items ?? []
            #expect(findings.map { $0["kind"] } == ["key_without_expiry", "key_without_owner"])

            let project = "/v1/projects/\(api.environment.projectID)"
            let maximum = #"{"maximum_expiry_days":30,"default_expiry_days":10}"#
            #expect(try await api.send(.patch, project, maximum, headers: ["If-Match": "*"]).status == 200)
            let refused = try await api.issue(never)
            #expect(refused.status == 422)
            #expect(refused.json["detail"]?.text?.contains("30 days") == true)
        }
    }

    @Test func `a bulk revocation tells every outcome, and its dry run the same without doing it`() async throws {
        try await API.serving { api in
            for _ in 0..<3 { _ = try await api.issue(#","owner_id":"\#(api.owner.id)""#) }
            let other = try await api.issue()
            let body = #"{"owner_id":"\#(api.owner.id)","reason":"left"}"#
            let tried = try await api.send(.post, "/v1/keys:bulkRevoke?dry_run=true", body)
            #expect(tried.json["blast_radius"]?["keys"] == 3)
            #expect(try await api.ids("/v1/keys").count == 4)
            let done = try await api.send(.post, "/v1/keys:bulkRevoke", body)
            #expect(done.json["data"] == tried.json["data"])
            #expect(done.json["failed"] == 0)
            #expect(try await api.ids("/v1/keys") == [other.id])
            #expect(try await api.send(.post, "/v1/keys:bulkRevoke", "{}").status == 422)
        }
    }
}
