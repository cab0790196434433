import HTTPTypes
import KeyManagement
import Keys
import TestKit
import Testing

@testable import AdminAPI

/// Reviews of keys over HTTP.
@Suite struct KeyReviewTests {
    @Test(arguments: Transport.allCases)
    func `a page names what may be wrong with each key, with the command that mends it`(_ transport: Transport)
        async throws
    {
        try await API.serving(transport) { api in
            let key = try await api.issue(#","permissions":["orders:*"]"#).id
            api.world.clock.advance(seconds: 8 * 86_400)
            let page = try await api.send(.get, "/v1/key-reviews?environment=\(api.environment.id)", as: .viewer)
            #expect(page.status == 200)
            let review = try #require(page.json["data"]?.items.first)
            #expect(review["key_id"]?.text == key)
            let findings = review["findings"]?.items ?? []
            #expect(findings.compactMap { $0["kind"]?.text } == ["never_used", "no_network_rule", "no_owner"])
            let fixes = findings.compactMap { $0["fix"]?.text }
            #expect(fixes.first == "gatehouse keys suspend \(key) --reason unused --yes")
            #expect(fixes.last == "gatehouse keys update \(key) --owner \(api.owner.id)")
            let one = try await api.send(.get, "/v1/key-reviews/\(key)", as: .viewer)
            #expect(one.json == review)
        }
    }

    @Test func `a key without an end is given as long as its project allows`() async throws {
        try await API.serving { api in
            let never = #","never_expires":true,"never_expires_reason":"a device""#
            let key = try await api.issue(never).id
            let fix = {
                let review = try await api.send(.get, "/v1/key-reviews/\(key)").json
                return review["findings"]?.items.first { $0["kind"]?.text == "no_expiry" }?["fix"]?.text
            }
            #expect(try await fix() == "gatehouse keys update \(key) --expires 90d")
            var update = UpdateProject(api.environment.projectID)
            update.maximumDays = .value(30)
            update.defaultDays = 7
            let revision = try await api.world.answer(GetProject(api.environment.projectID)).revision
            _ = try await api.world.perform(update, .init(expectedRevision: revision))
            #expect(try await fix() == "gatehouse keys update \(key) --expires 30d")
        }
    }

    @Test func `a note that the audit log has no room for is refused by name`() async throws {
        try await API.serving { api in
            let path = "/v1/identities/\(api.owner.id):sign-off"
            let note = String(repeating: "n", count: SignOffReview.longestNote)
            #expect(try await api.send(.post, path, "{\"note\":\"\(note)\"}").status == 200)
            let entry = try await api.send(.get, "/v1/audit/entries?action=review.sign_off").json["data"]?.items.first
            let reason = try #require(entry?["reason"]?.text)
            #expect(reason.hasSuffix(note) && reason.count <= KeyRecord.longestReason)
            let long = try await api.send(.post, path, "{\"note\":\"\(note)n\"}")
            #expect(long.status == 400)
            #expect(long.json["errors"]?.items.first?["pointer"] == "#/note", "\(long.json)")
        }
    }

    @Test func `what the decision log has seen is told beside what is granted`() async throws {
        let used = try #require(Permission("orders:read"))
        try await API.serving(
            change: { surroundings in
                surroundings.observed = { keys in
                    let at = WallTime(milliseconds: 0)
                    return ObservedUse(
                        since: at, permissions: Dictionary(uniqueKeysWithValues: keys.map { ($0, [used: at]) }))
                }
            },
            { api in
                let key = try await api.issue(#","permissions":["orders:*","reports:read"]"#).id
                let review = try await api.send(.get, "/v1/key-reviews/\(key)").json
                #expect(review["idle_permissions"] == .strings(["reports:read"]))
                #expect(review["proposed_permissions"] == .strings(["orders:read"]))
                let found = review["findings"]?.items.first { $0["kind"]?.text == "over_permitted" }
                #expect(found?["title"]?.text == "Used 1 of 2 permissions since 1970-01-01.")
                #expect(found?["fix"]?.text == "gatehouse review propose \(key) --apply")
            })
    }

    @Test func `a sign-off takes an operator, changes nothing in a dry run, and refuses what it does not know`()
        async throws
    {
        try await API.serving { api in
            let path = "/v1/identities/\(api.owner.id):sign-off"
            #expect(try await api.send(.post, path, as: .viewer).status == 403)
            let entries = {
                try await api.send(.get, "/v1/audit/entries?action=review.sign_off").json["data"]?.items.count
            }
            #expect(try await api.send(.post, path + "?dry_run=true", as: .operator).json["dry_run"] == true)
            #expect(try await entries() == 0)
            let signed = try await api.send(.post, path, #"{"note":"november","unused_days":30}"#, as: .operator)
            #expect(signed.status == 200 && signed.json["keys"] == 0)
            #expect(try await entries() == 1)
            #expect(try await api.send(.post, path, #"{"unused_days":0}"#).status == 400)
            #expect(try await api.send(.post, path, #"{"remark":"x"}"#).status == 400)
            #expect(try await api.send(.post, "/v1/identities/idn_0000000000000000:sign-off").status == 404)
        }
    }

    @Test(arguments: ["unused_days=0", "unused_days=3651", "unused_days=x", "days=1", "cursor=x"])
    func `a query that makes no sense is refused`(_ query: String) async throws {
        try await API.serving { api in
            let answer = try await api.send(.get, "/v1/key-reviews?\(query)")
            #expect(answer.status == 400)
        }
    }
}
