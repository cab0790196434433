import Admission
import Keys
import TestKit
import Testing
import VerifyAPI

@Suite struct NativeTests {
    @Test func `a good key is valid, and everything of it is said`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify")
        let key = fixture.issue("documents:read")
        let reply = fixture.verify("{\"key\":\"\(key.token)\",\"permissions\":\"documents:read\"}", by: caller.token)
        #expect(reply.status == 200)
        #expect(reply.flag("valid") == true && reply.code == "valid")
        #expect(reply.text("key_id") == key.record.id.description)
        #expect(reply.text("project") == "orders" && reply.text("environment") == "live")
        #expect(reply.json["permissions"] as? [String] == ["documents:read"])
        #expect(reply.text("boundary") == "standard")
        #expect(reply.text("expires_at") == VerifyFixture.now.adding(seconds: 3600).description)
        #expect(reply.flag("cacheable") == true)
        #expect(reply.text("request_id") == VerifyFixture.requestID.description)
        #expect(reply.fields["content-length"] == "\(reply.body.utf8.count)")
        #expect(reply.decisions.count == 1 && reply.decisions[0].key?.keyID == key.record.id)
        #expect(reply.decisions[0].caller?.keyID == caller.record.id)
    }

    @Test func `every refusal of a key is an answer of its own, with status 200`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let ended = fixture.issue { $0.expiry = .at(VerifyFixture.now) }.token
        let suspended = fixture.issue { $0.state = .suspended }.token
        let revoked = fixture.issue { $0.state = .revoked }.token
        let other = fixture.issue(in: fixture.test).token
        let plain = fixture.issue().token
        let refusals = [
            (ended, "", "key_expired", true), (suspended, "", "key_suspended", true),
            (revoked, "", "credential_rejected", false), (other, "", "credential_rejected", false),
            ("gk_live_x", "", "credential_rejected", false), ("\u{e9}", "", "credential_rejected", false),
            (plain, ",\"permissions\":\"a:b\"", "permission_missing", true),
        ]
        for (token, more, code, isNamed) in refusals {
            let reply = fixture.verify("{\"key\":\"\(token)\"\(more)}", by: caller)
            #expect(reply.status == 200 && reply.flag("valid") == false && reply.code == code)
            #expect((reply.text("key_id") != nil) == isNamed)
            #expect(reply.flag("cacheable") == false)
        }
    }

    @Test func `what a revoked key's record needs is kept although the answer names nothing`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let revoked = fixture.issue { $0.state = .revoked }
        let reply = fixture.verify("{\"key\":\"\(revoked.token)\"}", by: caller)
        #expect(reply.decisions.first?.key?.keyID == revoked.record.id)
        #expect(!reply.body.contains(revoked.record.id.description))
    }

    @Test func `asked for, the status is that of the verdict`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let good = fixture.issue().token
        let limited = fixture.issue { $0.limits = [Self.limit("burst", 1)] }.token
        let mapped = { (token: String) in
            fixture.verify("{\"key\":\"\(token)\",\"status_mode\":\"mapped\"}", by: caller)
        }
        #expect(mapped(good).status == 200)
        let unknown = mapped("gk_live_x")
        #expect(unknown.status == 401 && unknown.fields["www-authenticate"]?.contains("invalid_token") == true)
        #expect(mapped(limited).status == 200)
        let spent = mapped(limited)
        let wait = spent.number("retry_after") ?? 0
        #expect(spent.status == 429 && wait >= 60)
        #expect(spent.fields["retry-after"] == "\(wait)" && spent.fields["ratelimit"] == "\"burst\";r=0;t=\(wait)")
    }

    static func limit(_ name: String, _ count: UInt32, scope: LimitPolicy.Scope = .key) -> LimitPolicy {
        .init(name: name, scope: scope, algorithm: .slidingWindow([.init(limit: count, seconds: 60)]))
    }

    @Test func `limits are spent with their costs, all or none, and each is told`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let key = fixture.issue { $0.limits = [Self.limit("small", 5), Self.limit("large", 100)] }.token
        let ask = { (more: String) in fixture.verify("{\"key\":\"\(key)\"\(more)}", by: caller) }
        let first = ask(",\"cost\":2,\"limits\":[{\"name\":\"large\",\"cost\":40}]")
        #expect(Self.remaining(first) == ["small": 3, "large": 60])
        #expect(first.flag("cacheable") == false)
        let refused = ask(",\"limits\":[{\"cost\":61,\"name\":\"large\"}]")
        #expect(refused.code == "limit_exceeded" && Self.remaining(refused) == ["small": 3, "large": 60])
        #expect(Self.exceeded(refused) == ["large"])
        let look = ask(",\"cost\":0")
        #expect(look.flag("valid") == true && Self.remaining(look) == ["small": 3, "large": 60])
        #expect(ask(",\"limits\":[{\"name\":\"other\"}]").code == "limit_unknown")
        #expect(Self.remaining(ask(",\"cost\":0")) == ["small": 3, "large": 60])
    }

    private static func remaining(_ reply: VerifyReply) -> [String: Int] {
        let limits = reply.json["limits"] as? [[String: Any]] ?? []
        return Dictionary(
            uniqueKeysWithValues: limits.map { ($0["name"] as? String ?? "", $0["remaining"] as? Int ?? -1) })
    }

    private static func exceeded(_ reply: VerifyReply) -> [String] {
        (reply.json["limits"] as? [[String: Any]] ?? [])
            .filter { $0["exceeded"] as? Bool == true }.compactMap { $0["name"] as? String }
    }

    @Test func `restrictions are held against what the verifier tells, never against the verifier itself`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let key = fixture.issue {
            $0.restrictions = .init(
                allowedAddresses: [NetworkRange("192.0.2.0/24")].compactMap { $0 }, methods: [.init(.get)])
        }.token
        let ask = { (more: String) in fixture.verify("{\"key\":\"\(key)\"\(more)}", by: caller).code }
        #expect(ask(",\"address\":\"192.0.2.7\",\"method\":\"GET\"") == "valid")
        #expect(ask(",\"address\":\"198.51.100.1\",\"method\":\"GET\"") == "address_not_allowed")
        #expect(ask(",\"address\":\"192.0.2.7\",\"method\":\"POST\"") == "method_not_permitted")
        #expect(ask(",\"address\":\"192.0.2.7\"") == "method_not_permitted")
        #expect(ask("") == "address_not_allowed")
    }

    @Test func `a bound key wants the certificate that the client has shown to the verifier`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let thumbprint = CertificateThumbprint(Digest256(words: (1, 2, 3, 4)))
        let key = fixture.issue { $0.restrictions = .init(certificates: [thumbprint]) }.token
        let ask = { (more: String) in fixture.verify("{\"key\":\"\(key)\"\(more)}", by: caller).code }
        #expect(ask("") == "step_up_required")
        #expect(ask(",\"certificate\":\"\(thumbprint)\"") == "valid")
        let other = CertificateThumbprint(Digest256(words: (1, 2, 3, 5)))
        #expect(ask(",\"certificate\":\"\(other)\"") == "certificate_not_allowed")
        #expect(ask(",\"certificate\":\"CN=client\"") == "request_malformed")
    }

    @Test func `a key for a page or an application wants to be told of it, and one for a route is for no verifier`()
        throws
    {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        func key(_ set: (inout FurtherRestrictions) -> Void) -> String {
            fixture.issue { set(&$0.restrictions.further) }.token
        }
        func ask(_ key: String, _ more: String = "") -> String? {
            fixture.verify("{\"key\":\"\(key)\"\(more)}", by: caller).code
        }
        let page = key { $0.referrers = [ReferrerPattern("https://a.test/*")].compactMap(\.self) }
        #expect(ask(page) == "referrer_not_allowed")
        #expect(ask(page, ",\"referrer\":\"https://a.test/x\"") == "valid")
        #expect(ask(page, ",\"referrer\":\"https://b.test/x\"") == "referrer_not_allowed")
        let origin = key { $0.origins = [OriginPattern("https://a.test")].compactMap(\.self) }
        #expect(ask(origin, ",\"origin\":\"https://a.test\"") == "valid")
        #expect(ask(origin, ",\"origin\":\"\"") == "referrer_not_allowed")
        let app = key { $0.applications = [.iOS(bundle: "com.example.App")] }
        #expect(ask(app, ",\"ios_bundle\":\"com.example.App\"") == "valid")
        #expect(ask(app, ",\"android_package\":\"com.example.App\"") == "application_not_allowed")
        let country = key { $0.deniedCountries = CountryCode("US").map { [$0] } ?? [] }
        #expect(ask(country) == "country_not_allowed")
        #expect(ask(country, ",\"address\":\"192.0.2.7\"") == "valid")
        #expect(ask(key { $0.routes = ["a"] }) == "route_not_allowed")
    }

    @Test func `a denied address denies when the verifier does not tell the address`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let key = fixture.issue {
            $0.restrictions = .init(deniedAddresses: [NetworkRange("192.0.2.0/24")].compactMap { $0 })
        }.token
        #expect(fixture.verify("{\"key\":\"\(key)\"}", by: caller).code == "address_not_allowed")
    }

    @Test func `a read-only key never writes`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let key = fixture.issue("**:*") { $0.boundary = .readOnly }.token
        #expect(fixture.verify("{\"key\":\"\(key)\",\"method\":\"DELETE\"}", by: caller).code == "boundary_exceeded")
        #expect(fixture.verify("{\"key\":\"\(key)\",\"method\":\"GET\"}", by: caller).code == "valid")
    }

    @Test func `a revoked key is refused by the next request, with and without no-cache`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        var key = fixture.issue()
        let body = "{\"key\":\"\(key.token)\"}"
        #expect(fixture.verify(body, by: caller, ["Cache-Control: no-cache"]).flag("valid") == true)
        key.record.state = .revoked
        fixture.put(key.record)
        #expect(fixture.verify(body, by: caller).code == "credential_rejected")
        #expect(fixture.verify(body, by: caller, ["Cache-Control: no-cache"]).code == "credential_rejected")
    }

    @Test func `over the budget of its address a failure says so, and a good key still passes`() throws {
        let fixture = try VerifyFixture(failures: 2)
        let caller = fixture.issue("keys:verify").token
        let good = fixture.issue().token
        let codes = (0..<3).map { _ in
            fixture.verify("{\"key\":\"gk_live_x\",\"address\":\"192.0.2.1\"}", by: caller).code
        }
        #expect(codes == ["credential_rejected", "credential_rejected", "limit_exceeded"])
        #expect(fixture.verify("{\"key\":\"\(good)\",\"address\":\"192.0.2.1\"}", by: caller).code == "valid")
        #expect(fixture.verify("{\"key\":\"gk_live_x\"}", by: caller).code == "credential_rejected")
    }
}
