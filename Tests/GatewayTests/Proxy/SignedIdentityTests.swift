import Admission
import Cryptography
import Foundation
import Gateway
import Keys
import SignedIdentity
import Synchronization
import Testing
import VerifyAPI

/// `Gatehouse-Identity` as an upstream gets it, checked with the key set that the verify listener answers with.
@Suite struct SignedIdentityTests {
    /// A gateway that signs, its demo upstream, and what a reader has of its key set.
    private final class Bench: Sendable {
        let demo: DemoUpstream
        let harness: GatewayHarness

        init(
            keys: IdentityKeys? = nil, terms: IdentityTerms? = IdentityTerms(issuer: "https://api.example.com"),
            signs: Bool = true
        ) async throws {
            self.demo = try await DemoUpstream.start(address: "127.0.0.1", port: 0, group: GatewayHarness.group)
            var verify = VerifyConfiguration()
            verify.port = 0
            let loopback = [NetworkRange("127.0.0.0/8")].compactMap(\.self)
            verify.proxyCallers = CallerRules(secret: nil, addresses: loopback)
            let listener = VerifyListener(configuration: verify, acts: { _, done in done(.unavailable) })
            self.harness = try await GatewayHarness(
                upstreamPort: self.demo.port, verify: listener, identities: try keys ?? Self.keys()
            ) { configuration in
                configuration.signedIdentity = terms
                configuration.upstreams[0].signsIdentity = signs
            }
        }

        static func keys(_ first: UInt8 = 32) throws -> IdentityKeys {
            IdentityKeys(rootKey: try Self.rootKey(first))
        }

        static func rootKey(_ first: UInt8) throws -> RootKey {
            try RootKey(SecretBytes(copying: Array(first..<(first + 32)).span))
        }

        func stop() async throws {
            await self.harness.stop()
            try await self.demo.shutdown()
        }

        /// What the upstream gets of a request under that name.
        func field(
            _ fields: String, named name: String = "gatehouse-identity", path: String = "/a"
        ) throws -> String? {
            let answer = try #require(self.harness.request("GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"))
            #expect(answer.status == 200)
            let json = try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
            return (json["headers"] as? [String: String])?[name]
        }

        /// Asks about a request with that key, as Envoy does.
        func ask(_ key: String) throws -> Message {
            let client = RawSocket(port: self.harness.server.verifyPort ?? 0)
            client.send(
                """
                GET /v1/ext-authz/a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key)\r\nX-Forwarded-For: 192.0.2.1\r
                Content-Length: 0\r\n\r\n
                """)
            return try #require(client.receiveMessage())
        }

        func keySet() throws -> Message {
            let client = RawSocket(port: self.harness.server.verifyPort ?? 0)
            client.send("GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n\r\n")
            return try #require(client.receiveMessage())
        }

        /// The keys of the set by id.
        func published() throws -> [String: Ed25519VerifyingKey] {
            let set = try JSONSerialization.jsonObject(with: Data(self.keySet().body)) as? [String: [[String: String]]]
            var keys: [String: Ed25519VerifyingKey] = [:]
            for key in try #require(set?["keys"]) {
                #expect(key["kty"] == "OKP" && key["crv"] == "Ed25519" && key["use"] == "sig" && key["alg"] == "EdDSA")
                #expect(key["d"] == nil)
                let point = try #require(key["x"].flatMap(Token.decoded))
                keys[try #require(key["kid"])] = Ed25519VerifyingKey(bytes: Array(point))
            }
            return keys
        }
    }

    /// A token in its parts, as a reader has it.
    private struct Token {
        let parts: [Substring]
        let head: [String: Any]
        let claims: [String: Any]

        init(_ text: String) throws {
            self.parts = text.split(separator: ".", omittingEmptySubsequences: false)
            try #require(self.parts.count == 3)
            self.head = try Self.object(self.parts[0])
            self.claims = try Self.object(self.parts[1])
        }

        static func decoded(_ part: some StringProtocol) -> Data? {
            let text = String(part).replacing("-", with: "+").replacing("_", with: "/")
            return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))
        }

        private static func object(_ part: Substring) throws -> [String: Any] {
            let data = try #require(self.decoded(part))
            return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }

        var keyID: String { self.head["kid"] as? String ?? "" }

        func isSigned(by keys: [String: Ed25519VerifyingKey]) -> Bool {
            guard let key = keys[self.keyID], let signature = Self.decoded(self.parts[2]) else { return false }
            return key.hasSigned(Array("\(self.parts[0]).\(self.parts[1])".utf8), signature: Array(signature))
        }
    }

    @Test func `an upstream that wants it is told who asks in a token signed by a published key`() async throws {
        let bench = try await Bench()
        let key = bench.harness.issue {
            $0.grants = Grants(allowed: [PermissionPattern("orders:read")].compactMap { $0 })
        }
        let token = try Token(try #require(try bench.field("X-API-Key: \(key.token)\r\n")))
        #expect(token.isSigned(by: try bench.published()))
        #expect(token.head["alg"] as? String == "EdDSA")
        #expect(token.head["typ"] as? String == "gatehouse-identity+jwt")
        #expect(token.claims["iss"] as? String == "https://api.example.com")
        #expect(token.claims["aud"] as? String == "orders")
        #expect(token.claims["sub"] as? String == "\(key.record.id)")
        #expect(token.claims["owner"] as? String == key.record.ownerID.map { "\($0)" })
        #expect(token.claims["project"] as? String == "orders" && token.claims["environment"] as? String == "live")
        #expect(token.claims["permissions"] as? [String] == ["orders:read"])
        #expect(token.claims["route"] as? String == "route-0")
        let issued = try #require(token.claims["iat"] as? Int)
        #expect(token.claims["exp"] as? Int == issued + 30)
        #expect(abs(issued - Int(GatewayHarness.now.seconds)) <= 5)
        try await bench.stop()
    }

    @Test func `a proxy that asks is told the same, and where the upstream wants none, nothing`() async throws {
        let bench = try await Bench()
        let key = bench.harness.issue()
        let answer = try bench.ask(key.token)
        #expect(answer.status == 200)
        let token = try Token(try #require(answer["gatehouse-identity"]))
        #expect(token.isSigned(by: try bench.published()))
        #expect(token.claims["aud"] as? String == "orders" && token.claims["route"] as? String == "route-0")
        #expect(token.claims["sub"] as? String == "\(key.record.id)")
        #expect(token.claims["jti"] as? String == answer["x-request-id"])
        try await bench.stop()
        let silent = try await Bench(signs: false)
        let known = silent.harness.issue()
        let plain = try silent.ask(known.token)
        #expect(plain.status == 200 && plain["gatehouse-identity"] == "")
        try await silent.stop()
    }

    @Test func `every request has a token of its own, named by the request's id`() async throws {
        let bench = try await Bench()
        let key = bench.harness.issue()
        var ids: Set<String> = []
        for _ in 0..<3 {
            let answer = try #require(
                bench.harness.request("GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(key.token)\r\n\r\n"))
            let json = try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
            let headers = try #require(json["headers"] as? [String: String])
            let token = try Token(try #require(headers["gatehouse-identity"]))
            #expect(token.claims["jti"] as? String == headers["x-request-id"])
            ids.insert(try #require(token.claims["jti"] as? String))
        }
        #expect(ids.count == 3)
        try await bench.stop()
    }

    @Test(arguments: ["Gatehouse-Identity", "gatehouse-identity", "GATEHOUSE_IDENTITY"])
    func `what a client says of itself is removed, in any spelling`(name: String) async throws {
        let bench = try await Bench()
        let key = bench.harness.issue()
        let forged = "\(name): e30.e30.forged\r\n"
        #expect(try bench.field("\(forged)X-API-Key: \(key.token)\r\n")?.contains("forged") == false)
        // Nobody is told of who came without a key, neither by us nor by themselves.
        #expect(try bench.field(forged, path: "/open/a") == nil)
        #expect(try bench.field(forged, named: name.lowercased(), path: "/open/a") == nil)
        try await bench.stop()
    }

    @Test func `an upstream that does not want it gets none`() async throws {
        let bench = try await Bench(signs: false)
        let key = bench.harness.issue()
        #expect(try bench.field("X-API-Key: \(key.token)\r\n") == nil)
        #expect(try bench.field("X-API-Key: \(key.token)\r\n", named: "gatehouse-key-id") != nil)
        try await bench.stop()
    }

    @Test func `the key set is public, may be kept for five minutes, and is missing where nothing is signed`()
        async throws
    {
        let bench = try await Bench()
        let set = try bench.keySet()
        #expect(set.status == 200 && set["content-type"] == "application/jwk-set+json")
        #expect(set["cache-control"] == "public, max-age=300")
        try await bench.stop()
        let silent = try await Bench(terms: nil, signs: false)
        #expect(try silent.keySet().status == 404)
        try await silent.stop()
    }

    @Test func `an upstream cannot want signatures that nothing is configured for`() async throws {
        await #expect(throws: GatewayError.self) { try await Bench(terms: nil) }
    }

    @Test func `signing is switched on and its generation raised while the gateway serves`() async throws {
        let bench = try await Bench(terms: nil, signs: false)
        let key = bench.harness.issue()
        let show = "X-API-Key: \(key.token)\r\n"
        #expect(try bench.field(show) == nil)
        try await bench.harness.change {
            $0.signedIdentity = IdentityTerms(issuer: "https://api.example.com")
            $0.upstreams[0].signsIdentity = true
        }
        let first = try Token(try #require(try bench.field(show)))
        #expect(first.isSigned(by: try bench.published()))
        try await bench.harness.change { $0.signedIdentity?.generation = 2 }
        let second = try Token(try #require(try bench.field(show)))
        #expect(second.keyID != first.keyID)
        #expect(second.isSigned(by: try bench.published()))
        #expect(try !first.isSigned(by: bench.published()))
        try await bench.stop()
    }

    /// What readers have met.
    private final class Tally: Sendable {
        private let state = Mutex<(seen: Set<String>, failures: Int)>(([], 0))

        var failures: Int { self.state.withLock { $0.failures } }

        func fail() { self.state.withLock { $0.failures += 1 } }

        /// The ids of all keys so far.
        func note(_ id: String) -> Set<String> {
            self.state.withLock { state in
                state.seen.insert(id)
                return state.seen
            }
        }
    }

    /// Readers fetch the key set when they meet a key they do not know, as JWT libraries do.
    private func verifyUnderLoad(_ bench: Bench, until isOver: @escaping @Sendable (Set<String>) -> Bool) async throws {
        let key = bench.harness.issue()
        let tally = Tally()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var known: [String: Ed25519VerifyingKey] = [:]
                    for _ in 0..<20_000 {
                        guard let text = try? bench.field("X-API-Key: \(key.token)\r\n"),
                            let token = try? Token(text)
                        else { return tally.fail() }
                        if known[token.keyID] == nil { known = (try? bench.published()) ?? [:] }
                        if !token.isSigned(by: known) { tally.fail() }
                        if isOver(tally.note(token.keyID)) { return }
                    }
                    tally.fail()
                }
            }
        }
        #expect(tally.failures == 0)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a key follows another under load without one failed verification`() async throws {
        // A period that ends in two or three seconds.
        let period = try #require((40...4_000).first { (2...3).contains($0 - Int(GatewayHarness.now.seconds) % $0) })
        let bench = try await Bench(
            terms: IdentityTerms(
                issuer: "https://api.example.com", schedule: IdentitySchedule(period: Int64(period))))
        #expect(try bench.published().count == 2)
        try await self.verifyUnderLoad(bench) { $0.count == 2 }
        try await bench.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func `the root key is replaced under load without one failed verification`() async throws {
        // The keys of the new root key take over after a fourth of a period.
        let terms = IdentityTerms(issuer: "https://api.example.com", schedule: IdentitySchedule(period: 12))
        let (keys, next) = (try Bench.keys(), try Bench.rootKey(33))
        let bench = try await Bench(keys: keys, terms: terms)
        let (others, start) = (IdentityKeys(rootKey: next), GatewayHarness.now.seconds)
        let awaited = try Set(
            (0...60).map { try others.key(of: terms, at: WallTime(seconds: start + $0)).id })
        try await self.verifyUnderLoad(bench) { seen in
            // To follow the same one again changes nothing.
            keys.follow(next, at: GatewayHarness.now)
            return !seen.isDisjoint(with: awaited)
        }
        try await bench.stop()
    }
}
