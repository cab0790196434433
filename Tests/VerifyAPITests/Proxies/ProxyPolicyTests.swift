import Admission
import Cryptography
import Foundation
import Keys
import SignedIdentity
import Testing
import VerifyAPI

/// Policies and signed identities where proxies ask: as at the gateway.
@Suite struct ProxyPolicyTests {
    private static let office = [NetworkRange("203.0.113.0/24")].compactMap(\.self)
    private static let other = IdentityID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3031)

    @Test func `a policy in shadow lets everybody through, and what it said is in the decision`() throws {
        let proxy = try ProxyFixture()
        let key = proxy.fixture.issue("orders:read")
        proxy.put(policy: "office") {
            $0.mode = .shadow
            $0.restrictions.allowedAddresses = Self.office
        }
        for reply in proxy.all([proxy.bearer(key.token)]) {
            #expect(reply.status == 200)
            let rules = try #require(reply.rules.first)
            #expect((0..<rules.count).map { rules[$0].carrier } == [.shadow])
            #expect(rules[0].reason == .addressNotAllowed && rules.policy(0).id == PolicyID(high: 1, low: 1))
        }
        proxy.put(policy: "office") { $0.restrictions.allowedAddresses = Self.office }
        for reply in proxy.all([proxy.bearer(key.token)]) {
            #expect(reply.decisions.first?.reason == .addressNotAllowed)
            #expect(reply.rules.first?[0].carrier == .policy && reply.rules.first?[0].reason == .addressNotAllowed)
        }
    }

    @Test func `a second key is asked for, and one of another owner is let through`() throws {
        let proxy = try ProxyFixture()
        let key = proxy.fixture.issue("orders:read")
        let second = proxy.fixture.issue("orders:read") { $0.ownerID = Self.other }
        let weak = proxy.fixture.issue("orders:write") { $0.ownerID = Self.other }
        proxy.put(policy: "vault") { $0.stepUp.secondKey = true }
        let bearer = proxy.bearer(key.token)
        for reply in proxy.all([bearer]) {
            #expect(reply.status == 401 && reply.code == "step_up_required" && reply.body.contains("second_key"))
        }
        let field = "Gatehouse-Second-Key: "
        for reply in proxy.all([bearer, field + second.token]) {
            #expect(reply.status == 200)
            #expect(reply.fields["gatehouse-key-id"] == "\"\(key.record.id)\"")
            #expect(reply.rules.first?.isEmpty == false)
        }
        for lines in [
            [field + key.token], [field + weak.token], [field + "gk_live_nonsense"],
            [field + second.token, field + second.token],
        ] {
            for reply in proxy.all([bearer] + lines) { #expect(reply.decisions.first?.reason == .secondKeyRequired) }
        }
        // It ends here, as the first one does.
        let removed = proxy.envoy("GET", "/orders/1", [bearer, field + second.token])
            .fields["x-envoy-auth-headers-to-remove"]?.lowercased().split(separator: ",")
        #expect(removed?.contains("gatehouse-second-key") == true && removed?.contains("authorization") == true)
    }

    @Test func `wrong second keys are charged to the address of the client`() throws {
        let proxy = try ProxyFixture(failures: 3)
        let key = proxy.fixture.issue("orders:read")
        proxy.put(policy: "vault") { $0.stepUp.secondKey = true }
        let lines = [proxy.bearer(key.token), "Gatehouse-Second-Key: gk_live_nonsense"]
        let statuses = (0..<5).map { _ in proxy.traefik("GET", "/orders/1", lines).status }
        #expect(statuses == [401, 401, 401, 429, 429])
        #expect(proxy.traefik("GET", "/orders/1", address: "192.0.2.8", lines).status == 401)
        // No second key is no wrong one.
        for field in [[], ["Gatehouse-Second-Key:"]] {
            for _ in 0..<5 {
                let lines = [proxy.bearer(key.token)] + field
                #expect(proxy.traefik("GET", "/orders/1", address: "192.0.2.9", lines).status == 401)
            }
        }
    }

    // MARK: Signed identity

    private func keySet() throws -> VerifyPlan.KeySet {
        let root = try RootKey(SecretBytes(copying: Array(32..<64 as Range<UInt8>).span))
        return .init(keys: IdentityKeys(rootKey: root), terms: IdentityTerms(issuer: "https://api.example.com"))
    }

    /// A part of a token without its base64.
    private func decoded(_ part: Substring) -> Data? {
        let text = part.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))
    }

    private func object(_ part: Substring) throws -> [String: Any] {
        let data = try #require(self.decoded(part))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// The public keys of the key set by id.
    private func points(of set: VerifyPlan.KeySet) throws -> [String: String] {
        let document = try set.keys.document(of: set.terms, at: VerifyFixture.now)
        let keys = try JSONSerialization.jsonObject(with: Data(document)) as? [String: [[String: String]]]
        return Dictionary(uniqueKeysWithValues: (keys?["keys"] ?? []).map { ($0["kid"] ?? "", $0["x"] ?? "") })
    }

    @Test func `who asks is signed for the upstream of the route`() throws {
        let set = try self.keySet()
        let proxy = try ProxyFixture(keySet: set, audiences: ["orders", nil, "open", nil])
        let key = proxy.fixture.issue("orders:read") { $0.ownerID = Self.other }
        for reply in proxy.all([proxy.bearer(key.token), "Gatehouse-Identity: forged"]) {
            #expect(reply.status == 200)
            let token = try #require(reply.fields["gatehouse-identity"])
            let parts = token.split(separator: ".", omittingEmptySubsequences: false)
            try #require(parts.count == 3)
            let (head, claims) = (try self.object(parts[0]), try self.object(parts[1]))
            #expect(claims["aud"] as? String == "orders" && claims["iss"] as? String == "https://api.example.com")
            #expect(claims["sub"] as? String == "\(key.record.id)" && claims["owner"] as? String == "\(Self.other)")
            #expect(claims["project"] as? String == "orders" && claims["environment"] as? String == "live")
            #expect(claims["route"] as? String == "route-0" && claims["permissions"] as? [String] == ["orders:read"])
            #expect(claims["jti"] as? String == reply.fields["x-request-id"])
            let signature = try #require(self.decoded(parts[2]))
            let point = try #require(try self.points(of: set)[head["kid"] as? String ?? ""])
            let bytes = try #require(self.decoded(point[...]))
            let verifier = Ed25519VerifyingKey(bytes: Array(bytes))
            let message = Array("\(parts[0]).\(parts[1])".utf8)
            #expect(verifier?.hasSigned(message, signature: Array(signature)) == true)
        }
    }

    @Test func `where nothing is signed, nobody's own token gets through`() throws {
        let forged = "Gatehouse-Identity: forged"
        for proxy in [
            try ProxyFixture(), try ProxyFixture(keySet: self.keySet(), audiences: [nil, nil, "open", nil]),
        ] {
            let key = proxy.fixture.issue("orders:read")
            for target in ["/orders/1", "/open"] {
                for reply in proxy.all([proxy.bearer(key.token), forged], target) {
                    #expect(reply.status == 200 && reply.fields["gatehouse-identity"] == "")
                }
                let removed = proxy.envoy("GET", target, [proxy.bearer(key.token), forged])
                    .fields["x-envoy-auth-headers-to-remove"]?.split(separator: ",")
                #expect(removed?.contains("gatehouse-identity") == true)
            }
        }
    }

    @Test func `where it should be signed and cannot be, nobody is let through`() throws {
        let proxy = try ProxyFixture(audiences: ["orders"])
        let key = proxy.fixture.issue("orders:read")
        for reply in proxy.all([proxy.bearer(key.token)]) { #expect(reply.status == 503) }
    }
}
