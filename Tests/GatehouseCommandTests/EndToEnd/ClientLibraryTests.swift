import AsyncHTTPClient
import Foundation
import GatehouseAsyncHTTPClient
import GatehouseClient
import HTTPTypes
import Hummingbird
import NIOSSL
import TestKit
import Testing

@testable import HummingbirdExample
@testable import gatehouse

/// The Swift client against the whole product: the built program, its verify listener, real keys.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ClientLibraryTests {
    /// The product, a key that may verify, and a client with it.
    private func withClient(
        cache: CacheConfiguration? = nil, _ body: (ServedGatehouse, VerifyClient) async throws -> Void
    ) async throws {
        let server = try ServedGatehouse { _ in
            var launch = ServedGatehouse.Launch()
            launch.settings = "verify: {port: 0}\n"
            return launch
        }
        let file = server.folder + "/verify.key"
        try self.verifier(server).write(toFile: file, atomically: true, encoding: .utf8)
        try await AsyncHTTPClientTransport.with { transport in
            let client = VerifyClient(
                endpoint: try Endpoint("http://127.0.0.1:\(server.verifyPort)"), credential: CredentialFile(file),
                transport: transport, configuration: .init(deadline: .seconds(20), cache: cache))
            try await body(server, client)
        }
    }

    private func verifier(_ server: ServedGatehouse) throws -> String {
        try server.quiet("keys", "create", "verifier", "--permission", "keys:verify", "--owner", "first-service")
    }

    /// The code of a refusal; `valid` for an admission.
    private func code(_ client: VerifyClient, _ request: VerificationRequest) async throws -> String {
        switch try await client.verify(request) {
        case .admitted: "valid"
        case .refused(let refusal): refusal.code.rawValue
        }
    }

    @Test func `a key is admitted, explained, suspended, resumed and revoked`() async throws {
        try await self.withClient { server, client in
            let token = try server.issue("reader")
            let verdict = try await client.verify(.init(key: token, permissions: "demo:read", method: .get))
            let key = try #require(verdict.admitted)
            #expect(key.keyID.hasPrefix("key_") && token.contains(key.keyID.dropFirst(4)))
            #expect(key.version == 1)
            #expect(key.project == "demo")
            #expect(key.environment == "dev")
            #expect(key.owner?.hasPrefix("idn_") == true)
            #expect(key.permissions == ["demo:read"])
            #expect(key.boundary == .standard)
            #expect(key.expiresAt != nil)
            let why = try server.run("why", key.requestID, "--json")
            #expect(why.status == 0, "\(why.error)")
            #expect(JSONValue(parsing: Array(why.output.utf8))?["outcome"]?.string == "admit")

            _ = try server.quiet("keys", "suspend", "reader", "--yes")
            let suspended = try await self.code(client, .init(key: token))
            #expect(suspended == "key_suspended")
            _ = try server.quiet("keys", "resume", "reader")
            let resumed = try await self.code(client, .init(key: token))
            #expect(resumed == "valid")
            _ = try server.quiet("keys", "revoke", "reader", "--confirm=reader")
            let revoked = try await client.verify(.init(key: token))
            #expect(revoked.refusal?.code == .credentialRejected)
            #expect(revoked.refusal?.keyID == nil)
            let unknown = try await self.code(client, .init(key: "sk_unknown"))
            #expect(unknown == "credential_rejected")
        }
    }

    @Test func `permissions, boundary, networks and limits are held to`() async throws {
        try await self.withClient { server, client in
            let token = try server.issue("reader", "--boundary", "read_only", "--network", "10.0.0.0/8")
            let here = "10.1.2.3"
            let either: PermissionQuery = "demo:write" || "demo:read"
            let cases: [(VerificationRequest, String)] = [
                (.init(key: token, permissions: either, address: here, method: .get), "valid"),
                (.init(key: token, permissions: "demo:write" && either, address: here), "permission_missing"),
                (.init(key: token, address: here, method: .delete), "boundary_exceeded"),
                (.init(key: token, address: "192.0.2.1"), "address_not_allowed"),
                (.init(key: token), "address_not_allowed"),
            ]
            for (request, expected) in cases {
                let code = try await self.code(client, request)
                #expect(code == expected)
            }
            let missing = try await client.verify(.init(key: token, permissions: "demo:write", address: here))
            #expect(missing.refusal?.missingPermission == "demo:write")

            let limited = try server.issue("limited", "--limit", "3/1h")
            let first = try await client.verify(.init(key: limited, cost: 2))
            #expect(first.admitted?.limits.map(\.remaining) == [1])
            let looked = try await client.verify(.init(key: limited, cost: 0))
            #expect(looked.admitted?.limits.first?.limit == 3)
            let over = try await client.verify(.init(key: limited, cost: 2))
            #expect(over.refusal?.code == .limitExceeded)
            #expect(over.refusal?.limits.first?.isExceeded == true)
            #expect(over.refusal?.retryAfter.map { $0 >= .seconds(1) && $0 <= .seconds(7200) } == true)
            let unknown = try await self.code(client, .init(key: limited, limits: [.init("no-such-limit")]))
            #expect(unknown == "limit_unknown")
        }
    }

    @Test func `keys for some pages, origins and applications want to be told of them`() async throws {
        try await self.withClient { server, client in
            let page = try server.issue("page", "--referrer", "https://*.example.com/*")
            let origin = try server.issue("origin", "--origin", "https://app.example.com")
            let sha1 = "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"
            let android = try server.issue("android", "--android-app", "com.example.app=\(sha1)")
            let bundle = try server.issue("bundle", "--ios-app", "com.example.App")
            let cases: [(String, (inout VerificationRequest) -> Void, String)] = [
                (page, { $0.referrer = "https://shop.example.com/cart" }, "valid"),
                (page, { $0.referrer = "https://example.org/" }, "referrer_not_allowed"),
                (page, { _ in }, "referrer_not_allowed"),
                (origin, { $0.origin = "https://app.example.com" }, "valid"),
                (origin, { $0.origin = "null" }, "referrer_not_allowed"),
                (
                    android,
                    {
                        $0.androidPackage = "com.example.app"
                        $0.androidCertificate = sha1
                    }, "valid"
                ),
                (android, { $0.androidPackage = "com.example.app" }, "application_not_allowed"),
                (bundle, { $0.iosBundle = "com.example.App" }, "valid"),
                (bundle, { $0.iosBundle = "com.example.Other" }, "application_not_allowed"),
            ]
            for (token, tell, expected) in cases {
                var request = VerificationRequest(key: token, method: .get)
                tell(&request)
                let code = try await self.code(client, request)
                #expect(code == expected)
            }
        }
    }

    @Test func `a batch is answered in order`() async throws {
        try await self.withClient { server, client in
            let tokens = try (0..<3).map { try server.issue("batch-\($0)") }
            _ = try server.quiet("keys", "suspend", "batch-1", "--yes")
            let keys = [tokens[0], "", tokens[1], "nonsense", tokens[2]]
            let verdicts = try await client.verify(batch: keys.map { .init(key: $0, permissions: "demo:read") })
            let codes = verdicts.map { $0.refusal?.code.rawValue ?? "valid" }
            #expect(codes == ["valid", "credential_missing", "key_suspended", "credential_rejected", "valid"])
        }
    }

    @Test func `a caller that may not verify learns that, and no key is blamed`() async throws {
        try await self.withClient { server, _ in
            let token = try server.issue("reader")
            let foreign = "gk_dev_0000000000000000_" + String(repeating: "0", count: 49)
            for (text, status) in [(token, 403), (foreign, 401)] {
                try await AsyncHTTPClientTransport.with { transport in
                    let credential = FixedCredential(try #require(Credential(firstLineOf: text)))
                    let client = VerifyClient(
                        endpoint: try Endpoint("http://127.0.0.1:\(server.verifyPort)"), credential: credential,
                        transport: transport)
                    let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: token)) }
                    #expect(error?.code == .callerRefused)
                    #expect(error?.status == status)
                    #expect(error?.requestID?.hasPrefix("req_") == true)
                }
            }
        }
    }

    @Test func `a rotation of the caller's key and a stop of the server are told apart`() async throws {
        try await self.withClient { server, client in
            let token = try server.issue("reader")
            let before = try await self.code(client, .init(key: token))
            #expect(before == "valid")
            let next = try server.quiet("keys", "rotate", "verifier", "--overlap", "0", "--confirm=verifier")
            try next.write(toFile: server.folder + "/verify.key", atomically: true, encoding: .utf8)
            let after = try await self.code(client, .init(key: token))
            #expect(after == "valid")
            server.stop()
            let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: token)) }
            #expect(error?.code == .unreachable || error?.code == .interrupted)
        }
    }

    @Test func `a server by TLS is reached by whom its certificate convinces`() async throws {
        let (pair, other) = (try CertificatePair(names: "DNS:localhost"), try CertificatePair())
        let server = try ServedGatehouse { _ in
            var launch = ServedGatehouse.Launch()
            let files = "{certificate: \(pair.certificate), key: \(pair.key)}"
            launch.settings = "verify: {port: 0, tls: {certificates: [\(files)]}}\n"
            return launch
        }
        let credential = FixedCredential(try #require(Credential(firstLineOf: try self.verifier(server))))
        let token = try server.issue("reader")
        for (host, authority, isConvinced) in [
            ("localhost", pair.certificate, true), ("localhost", other.certificate, false),
            ("127.0.0.1", pair.certificate, false),
        ] {
            var configuration = AsyncHTTPClientTransport.defaults
            configuration.tlsConfiguration = .makeClientConfiguration()
            configuration.tlsConfiguration?.trustRoots = .file(authority)
            try await AsyncHTTPClientTransport.with(configuration: configuration) { transport in
                let client = VerifyClient(
                    endpoint: try Endpoint("https://\(host):\(server.verifyPort)"), credential: credential,
                    transport: transport, configuration: .init(deadline: .seconds(20)))
                if isConvinced {
                    #expect(try await self.code(client, .init(key: token)) == "valid")
                } else {
                    let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: token)) }
                    #expect(error?.code == .unreachable, "\(host)")
                }
            }
        }
    }

    @Test func `a holder ends the version it holds, and no other`() async throws {
        try await self.withClient(cache: .init()) { server, client in
            let leaked = try server.issue("careless")
            let fresh = try server.quiet("keys", "rotate", "careless", "--yes")
            let outcome = try await client.selfRevoke(.init(leaked), reason: "it was in a log")
            guard case .revoked(let ended) = outcome else {
                Issue.record("not revoked: \(outcome)")
                return
            }
            #expect(leaked.contains(ended.keyID.dropFirst(4)) && ended.version == 1)
            let (old, new) = (
                try await self.code(client, .init(key: leaked)), try await self.code(client, .init(key: fresh))
            )
            #expect(old == "credential_rejected" && new == "valid")
            for token in [leaked, "sk_unknown"] {
                let again = try await client.selfRevoke(.init(token))
                guard case .refused(let refusal) = again else {
                    Issue.record("revoked twice")
                    return
                }
                #expect(refusal.code == .credentialRejected && refusal.requestID?.hasPrefix("req_") == true)
            }
            let audit = try server.run("audit", "list", "--json").output
            #expect(audit.contains("by its holder: it was in a log"))
        }
    }

    @Test func `the cache answers without the server, and forgets what is revoked`() async throws {
        try await self.withClient(cache: .init()) { server, client in
            let token = try server.issue("cached")
            let limited = try server.issue("limited", "--limit", "1000/1h")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await client.run() }
                let deadline = ContinuousClock.now + .seconds(20)
                while try await client.verify(.init(key: token)).admitted?.isCached != true {
                    try #require(ContinuousClock.now < deadline, "never answered from the cache")
                }
                for _ in 0..<3 {
                    let verdict = try await client.verify(.init(key: limited))
                    #expect(verdict.admitted?.isCached == false)
                }
                _ = try server.quiet("keys", "revoke", "cached", "--confirm=cached")
                let revoked = ContinuousClock.now
                while try await client.verify(.init(key: token)).admitted != nil {
                    try #require(revoked.duration(to: .now) < .milliseconds(2500), "a revoked key went on")
                }
                group.cancelAll()
            }
        }
    }

    @Test func `the Hummingbird example lets in whom Gatehouse admits`() async throws {
        try await self.withClient { server, client in
            let reader = try server.quiet(
                "keys", "create", "documents-reader", "--permission", "documents:read", "--owner", "first-service")
            let (ports, continuation) = AsyncStream.makeStream(of: Int?.self)
            let application = DocumentsApplication.application(
                client, address: .hostname("127.0.0.1", port: 0), onServerRunning: { continuation.yield($0) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                var iterator = ports.makeAsyncIterator()
                let port = try #require(await iterator.next() ?? nil)
                let admitted = try GatewayAnswer(port: port, "GET", "/documents", fields: ["X-API-Key": reader])
                #expect(admitted.status == 200 && admitted.body.hasPrefix("Documents for key_"))
                let refused = try GatewayAnswer(port: port, "POST", "/documents", fields: ["X-API-Key": reader])
                #expect(refused.status == 403 && refused.code == "permission_missing")
                let missing = try GatewayAnswer(port: port, "GET", "/documents")
                #expect(missing.status == 401 && missing.code == "credential_missing")
                _ = try server.quiet("keys", "revoke", "documents-reader", "--confirm=documents-reader")
                let revoked = try GatewayAnswer(port: port, "GET", "/documents", fields: ["X-API-Key": reader])
                #expect(revoked.status == 401 && revoked.code == "credential_rejected")
                server.stop()
                let undecided = try GatewayAnswer(port: port, "GET", "/documents", fields: ["X-API-Key": reader])
                #expect(undecided.status == 503 && undecided.code == "temporarily_unavailable")
                group.cancelAll()
                _ = try? await group.next()
            }
        }
    }
}
