import Admission
import Keys
import TestKit
import Testing

@testable import VerifyAPI

@Suite struct HolderTests {
    private func act(_ reply: VerifyReply) -> HolderAct? {
        if case .perform(let act) = reply.outcome { act } else { nil }
    }

    @Test func `a holder ends the version it presents, whatever the key's standing`() throws {
        let fixture = try VerifyFixture()
        for state in [KeyState.active, .suspended, .quarantined] {
            let key = fixture.issue { $0.state = state }
            let reply = fixture.ask(
                "POST", "/v1/keys:selfRevoke", ["X-API-Key: \(key.token)"], body: "{\"reason\":\"leaked\"}")
            guard case .revokeSelf(let matched, let reason) = self.act(reply) else {
                Issue.record("no act")
                continue
            }
            #expect(matched.keyID == key.record.id && matched.versionNumber == 1 && reason == "leaked")
        }
    }

    @Test func `who shows no live key ends nothing`() throws {
        let fixture = try VerifyFixture(failures: 3)
        let revoked = fixture.issue { $0.state = .revoked }.token
        let ask = { (lines: [String], body: String) in
            fixture.ask("POST", "/v1/keys:selfRevoke", lines, body: body)
        }
        #expect(ask([], "").status == 401)
        #expect(ask(["X-API-Key: \(revoked)"], "").code == "credential_rejected")
        #expect(ask(["X-API-Key: gk_live_x"], "").code == "credential_rejected")
        let good = fixture.issue().token
        #expect(ask(["X-API-Key: \(good)"], "[]").status == 400)
        #expect(ask(["X-API-Key: \(good)", "Authorization: Bearer \(good)"], "").status == 400)
        #expect((0..<4).map { _ in ask(["X-API-Key: gk_live_x"], "").status }.last == 429)
        #expect(self.act(ask(["X-API-Key: \(good)"], "")) != nil)
    }

    @Test func `credentials are taken from anybody, and the act names the live ones once`() throws {
        let fixture = try VerifyFixture()
        let (one, two) = (fixture.issue(), fixture.issue(in: fixture.test))
        let revoked = fixture.issue { $0.state = .revoked }
        let list = [one.token, two.token, one.token, revoked.token, "ghp_other", "x"].map { "\"\($0)\"" }.joined(
            separator: ",")
        let reply = fixture.ask("POST", "/credentials/revoke", body: "{\"credentials\":[\(list)]}")
        guard case .revokeFound(let keys, _) = self.act(reply) else {
            Issue.record("no act")
            return
        }
        #expect(Set(keys.map(\.keyID)) == [one.record.id, two.record.id] && keys.count == 2)
    }

    @Test func `credentials are bounded, validated and counted by address`() throws {
        let fixture = try VerifyFixture()
        let ask = { (body: String) in fixture.ask("POST", "/credentials/revoke", body: body) }
        let many = { (count: Int) in "{\"credentials\":[\((0..<count).map { _ in "\"x\"" }.joined(separator: ","))]}" }
        #expect(self.act(ask(many(1_000))) != nil)
        for body in [
            many(1_001), many(0), "{}", "{\"credentials\":[1]}", "{\"credentials\":\"x\"}", "",
            "{\"credentials\":[\"\"]}",
        ] {
            let reply = ask(body)
            #expect(reply.status == 422 && reply.number("status") == 422)
        }
        let bearer = fixture.ask("POST", "/credentials/revoke", ["Authorization: Bearer x"], body: many(1))
        #expect(bearer.status == 403)
        for _ in 0..<59 { #expect(self.act(ask(many(1))) != nil, "what cannot be read was not counted") }
        let spent = ask(many(1))
        #expect(spent.status == 429 && spent.fields["ratelimit-policy"] == "\"credentials-revoke\";q=60;w=3600")
        fixture.peer = IPAddress("192.0.2.200")
        #expect(self.act(ask(many(1))) != nil)
    }

    @Test func `a report of leaks leaves with its envelope, unread`() throws {
        let fixture = try VerifyFixture()
        let lines = ["Github-Public-Key-Identifier: abc", "Github-Public-Key-Signature: AQID"]
        let reply = fixture.ask("POST", "/v1/leaks/github", lines, body: "[any")
        #expect(
            self.act(reply)
                == .reportLeaks(.init(keyIdentifier: "abc", signature: [1, 2, 3], body: Array("[any".utf8))))
        for lines in [[], [lines[0]], [lines[1]], lines + [lines[0]], [lines[0], "Github-Public-Key-Signature: A=="]] {
            #expect(fixture.ask("POST", "/v1/leaks/github", lines, body: "[]").status == 401)
        }
    }

    @Test func `the feed of changes leaves the loop with what the asker knows`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify")
        let ask = { (query: String) in
            fixture.ask("GET", "/v1/changes\(query)", ["Authorization: Bearer \(caller.token)"])
        }
        guard case .awaitChanges(let query) = ask("?after=17").outcome else {
            Issue.record("did not wait")
            return
        }
        #expect(query.after == 17 && query.caller.keyID == caller.record.id)
        for bad in [
            "", "?after=", "?after=x", "?after=-1", "?before=1", "?after=1&x", "?after=99999999999999999999999",
        ] {
            #expect(ask(bad).status == 400)
        }
        #expect(fixture.ask("GET", "/v1/changes?after=0").status == 401)
        #expect(fixture.ask("GET", "/v1/changes?after=0", ["X-API-Key: \(fixture.issue().token)"]).status == 403)
    }

    @Test func `an honest finder who has used up the calls waits for the next one, not for an hour`() throws {
        let fixture = try VerifyFixture()
        let ask = { fixture.ask("POST", "/credentials/revoke", body: "{\"credentials\":[\"x\"]}") }
        for _ in 0..<VerifyPlan.revocationsPerHour { #expect(self.act(ask()) != nil) }
        #expect(ask().fields["retry-after"] == "60")
        fixture.monotonic += 60_000_000_000
        #expect(self.act(ask()) != nil)
        #expect(ask().status == 429)
    }

    @Test func `calls are counted by the client that a proxy of ours names, and by nobody else's word`() throws {
        let fixture = try VerifyFixture(proxies: [NetworkRange("10.0.0.0/8")].compactMap { $0 })
        let ask = { (forwarded: String) in
            fixture.ask(
                "POST", "/credentials/revoke", ["X-Forwarded-For: \(forwarded)"], body: "{\"credentials\":[\"x\"]}")
        }
        let spend = { (forwarded: String) in
            for _ in 0..<VerifyPlan.revocationsPerHour { _ = ask(forwarded) }
        }
        fixture.peer = IPAddress("10.0.0.4")
        spend("203.0.113.9, 192.0.2.1")
        #expect(ask("198.51.100.1, 192.0.2.1").status == 429, "what a client writes before its own address is its own")
        guard case .revokeFound(_, let client) = self.act(ask("192.0.2.2, 10.0.0.9")) else {
            Issue.record("one client was charged for another")
            return
        }
        #expect(client == IPAddress("192.0.2.2"))
        fixture.peer = IPAddress("192.0.2.3")
        spend("192.0.2.4")
        #expect(ask("192.0.2.5").status == 429, "nobody but a proxy is believed")
        fixture.peer = IPAddress("10.0.0.4")
        #expect(self.act(ask("192.0.2.4")) != nil)
        for malformed in ["", "x", "192.0.2.7:80"] { #expect(self.act(ask(malformed)) != nil) }
    }

    @Test func `where foreign tokens may be keys nothing is looked up on the loop, whatever was shown`() throws {
        let bench = SlowBench()
        let fixture = try VerifyFixture(slowWork: { bench.add($0) })
        try fixture.adopt("strong-foreign-token")
        try fixture.adopt("summer-2019", isWeak: true)
        let own = fixture.issue().token
        for tokens in [[own], ["garbage-garbage"], [own, "strong-foreign-token", "summer-2019", "x", own]] {
            let list = tokens.map { "\"\($0)\"" }.joined(separator: ",")
            let reply = fixture.ask("POST", "/credentials/revoke", body: "{\"credentials\":[\(list)]}")
            guard case .revokeShown(let shown, let address) = self.act(reply) else {
                Issue.record("not left to others")
                return
            }
            #expect(Set(shown.map(\.bytes)) == Set(tokens.map { Array($0.utf8) }) && shown.count == Set(tokens).count)
            #expect(address == fixture.peer)
            #expect("\(shown) \(String(reflecting: shown))".contains(own) == false)
        }
        #expect(bench.count == 0)
    }

    @Test func `a foreign token is given up away from the loop, and such calls are counted`() throws {
        let fixture = try VerifyFixture(slowWork: { $0() })
        let record = try fixture.adopt("strong-foreign-token")
        let ask = { (token: String) in
            fixture.ask("POST", "/v1/keys:selfRevoke", ["X-API-Key: \(token)"], body: "{\"reason\":\"gone\"}")
        }
        #expect(
            self.act(ask("strong-foreign-token"))
                == .revokeShownSelf(ShownToken(Array("strong-foreign-token".utf8)), reason: "gone", from: fixture.peer))
        for _ in 1..<VerifyPlan.searchesPerMinute { #expect(self.act(ask("garbage-garbage")) != nil) }
        #expect(ask("strong-foreign-token").status == 429)
        #expect(self.act(ask(fixture.issue().token)) != nil, "a token of ours needs no search")
        #expect(ask("short").code == "credential_rejected")
        fixture.monotonic += 2_000_000_000
        #expect(self.act(ask("strong-foreign-token")) != nil)
        #expect(
            fixture.verify("{\"key\":\"strong-foreign-token\"}", by: fixture.issue("keys:verify").token)
                .text("key_id") == "\(record.id)")
    }

    @Test func `reports are counted by address before anything of them is kept`() throws {
        let fixture = try VerifyFixture()
        let ask = {
            fixture.ask(
                "POST", "/v1/leaks/github",
                ["Github-Public-Key-Identifier: abc", "Github-Public-Key-Signature: AQID"], body: "[]")
        }
        for _ in 0..<VerifyPlan.leakReportsPerMinute { #expect(self.act(ask()) != nil) }
        #expect(ask().status == 429)
        fixture.monotonic += 1_000_000_000
        #expect(self.act(ask()) != nil)
        fixture.peer = IPAddress("192.0.2.200")
        #expect(self.act(ask()) != nil)
    }
}
