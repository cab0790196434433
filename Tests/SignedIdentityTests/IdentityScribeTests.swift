import Cryptography
import Foundation
import Keys
import SignedIdentity
import Testing

@Suite struct IdentityScribeTests {
    private static let now = WallTime(seconds: 1_796_083_200)
    private static let terms = IdentityTerms(issuer: "https://api.example.com")

    private static func claims() -> IdentityClaims {
        var claims = IdentityClaims(
            audience: "orders", keyID: KeyID { _ in Array(repeating: 7, count: 64) },
            requestID: RequestID { _ in Array(repeating: 9, count: 64) })
        claims.permissions = Array(#""orders:read", "orders:*""#.utf8)
        return claims
    }

    private static func keys() throws -> IdentityKeys {
        IdentityKeys(rootKey: try RootKey(SecretBytes(copying: Array(32..<64).span)))
    }

    /// The bytes behind a part of a token.
    private static func decoded(_ part: Substring) throws -> Data {
        var text = String(part).replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        return try #require(Data(base64Encoded: text))
    }

    private static func object(_ part: Substring) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: self.decoded(part)) as? [String: Any])
    }

    private func sign(_ claims: IdentityClaims) throws -> [Substring] {
        var scribe = IdentityScribe(try Self.keys())
        let token = try scribe.sign(claims, by: Self.terms, at: Self.now)
        return String(decoding: token, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
    }

    @Test func `a token says what it is, by which key, about whom and to whom`() throws {
        var claims = Self.claims()
        claims.ownerID = IdentityID { _ in Array(repeating: 5, count: 64) }
        (claims.project, claims.environment, claims.route) = ("orders", "live", "orders-read")
        let parts = try self.sign(claims)
        #expect(parts.count == 3)
        let head = try Self.object(parts[0])
        #expect(head["alg"] as? String == "EdDSA" && head["typ"] as? String == "gatehouse-identity+jwt")
        #expect(head["kid"] as? String == (try Self.keys().key(of: Self.terms, at: Self.now).id))
        let said = try Self.object(parts[1])
        #expect(said["iss"] as? String == "https://api.example.com" && said["aud"] as? String == "orders")
        #expect(said["sub"] as? String == "\(claims.keyID)")
        #expect(said["owner"] as? String == claims.ownerID.map { "\($0)" })
        #expect(said["iat"] as? Int == 1_796_083_200 && said["exp"] as? Int == 1_796_083_230)
        #expect(said["jti"] as? String == "\(claims.requestID)")
        #expect(said["project"] as? String == "orders" && said["environment"] as? String == "live")
        #expect(said["route"] as? String == "orders-read")
        #expect(said["permissions"] as? [String] == ["orders:read", "orders:*"])
    }

    @Test func `the signature is that of the published key over both parts before it`() throws {
        let parts = try self.sign(Self.claims())
        let key = try Self.keys().key(of: Self.terms, at: Self.now)
        let published = try #require(
            try JSONSerialization.jsonObject(with: Data(key.document.utf8)) as? [String: String])
        let point = try Self.decoded(Substring(try #require(published["x"])))
        let verifying = try #require(Ed25519VerifyingKey(bytes: Array(point)))
        let message = Array("\(parts[0]).\(parts[1])".utf8)
        #expect(verifying.hasSigned(message, signature: Array(try Self.decoded(parts[2]))))
        #expect(!verifying.hasSigned(message + [0], signature: Array(try Self.decoded(parts[2]))))
    }

    @Test(arguments: ["", #"a"b\c"#, "x\u{0}\u{1f}\n", "Zürich 💠", #"","sub":"key_forged"#])
    func `no name breaks out of its claim`(name: String) throws {
        var claims = Self.claims()
        claims.project = name
        let said = try Self.object(try self.sign(claims)[1])
        #expect(said["project"] as? String == name && said["sub"] as? String == "\(claims.keyID)")
    }

    @Test func `what is not known is not said`() throws {
        let said = try Self.object(try self.sign(Self.claims())[1])
        #expect(Set(said.keys) == ["iss", "aud", "sub", "iat", "exp", "jti", "permissions"])
    }

    @Test func `who signs goes on with another key when it is time, the generation is raised or the root key other`()
        throws
    {
        let keys = try Self.keys()
        var scribe = IdentityScribe(keys)
        var terms = Self.terms
        var ids: [String] = []
        let note = { (scribe: inout IdentityScribe, terms: IdentityTerms, now: WallTime) in
            let token = String(decoding: try scribe.sign(Self.claims(), by: terms, at: now), as: UTF8.self)
            ids.append(try #require(try Self.object(token.prefix { $0 != "." })["kid"] as? String))
        }
        try note(&scribe, terms, Self.now)
        try note(&scribe, terms, Self.now.adding(seconds: 1))
        try note(&scribe, terms, Self.now.adding(seconds: IdentitySchedule.usualPeriod))
        terms.generation = 2
        try note(&scribe, terms, Self.now)
        keys.follow(try RootKey(SecretBytes(copying: Array(33..<65).span)), at: Self.now)
        try note(&scribe, terms, Self.now.adding(seconds: 599))
        try note(&scribe, terms, Self.now.adding(seconds: 600))
        #expect(ids[0] == ids[1] && ids[3] == ids[4] && Set(ids).count == 4)
    }
}
