import GatehouseAsyncHTTPClient
import GatehouseClient
import HTTPTypes

/// The examples of docs/client.md, as they stand there. `DocumentationTests` holds the page to this file, and
/// `ClientGuideTests` runs what it shows.
enum ClientGuide {
    static func places() throws -> (Endpoint, CredentialFile) {
        let endpoint = try Endpoint("http://127.0.0.1:8082")
        let credential = CredentialFile("verify.key")
        return (endpoint, credential)
    }

    static func open(
        _ endpoint: Endpoint, _ credential: any CredentialSource, _ serve: (VerifyClient) async throws -> Void
    ) async throws {
        try await AsyncHTTPClientTransport.with { transport in
            let gatehouse = VerifyClient(endpoint: endpoint, credential: credential, transport: transport)
            try await serve(gatehouse)
        }
    }

    static func greet(_ text: String, _ gatehouse: VerifyClient) async throws -> String {
        let question = VerificationRequest(
            key: text, permissions: "documents:read", address: "203.0.113.7", method: .get)

        switch try await gatehouse.verify(question) {
        case .admitted(let key): return "welcome, \(key.keyID)"
        case .refused(let refusal): return "refused: \(refusal.code)"
        }
    }

    static func answer(_ question: VerificationRequest, _ gatehouse: VerifyClient) async -> ProblemAnswer? {
        do throws(VerifyError) {
            switch try await gatehouse.verify(question) {
            case .admitted: return nil
            case .refused(let refusal): return ProblemAnswer(refusal)  // 401, 403 or 429, as the gateway would
            }
        } catch {
            return ProblemAnswer(error)  // 503 for everybody; error.code says why, for your log
        }
    }

    static func queries(_ name: String) throws -> [PermissionQuery] {
        let written: PermissionQuery = "documents:read AND (billing:read OR support:read)"
        let combined: PermissionQuery = "documents:read" && ("billing:read" || "support:read")
        let chosen = try PermissionQuery.permission(name) && "documents:read"
        return [written, combined, chosen]
    }

    static func spend(_ text: String, _ gatehouse: VerifyClient) async throws -> [LimitStanding] {
        let question = VerificationRequest(key: text, limits: [LimitCharge("tokens", cost: 250)])
        let verdict = try await gatehouse.verify(question)
        return verdict.admitted?.limits ?? verdict.refusal?.limits ?? []
    }

    static func sort(_ texts: [String], _ gatehouse: VerifyClient) async throws -> [String: Bool] {
        let verdicts = try await gatehouse.verify(batch: texts.map { VerificationRequest(key: $0) })
        let isGood = zip(texts, verdicts).map { ($0, $1.admitted != nil) }
        return Dictionary(isGood) { first, _ in first }
    }

    static func end(_ text: String, _ gatehouse: VerifyClient) async throws -> String {
        switch try await gatehouse.selfRevoke(PresentedKey(text), reason: "found in a public repository") {
        case .revoked(let version): return "version \(version.version) of \(version.keyID) has ended"
        case .refused(let refusal): return "nothing to end: \(refusal.code)"
        }
    }

    static func remember(
        _ endpoint: Endpoint, _ credential: any CredentialSource, _ serve: @Sendable (VerifyClient) async throws -> Void
    ) async throws {
        let configuration = VerifyClientConfiguration(cache: CacheConfiguration())
        try await AsyncHTTPClientTransport.with { transport in
            let gatehouse = VerifyClient(
                endpoint: endpoint, credential: credential, transport: transport, configuration: configuration)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await gatehouse.run() }  // follows the change feed until it is cancelled
                try await serve(gatehouse)
                group.cancelAll()
            }
        }
    }

    static func present(_ fields: HTTPFields) -> KeyPresentation {
        switch KeyPresentation(in: fields) {
        case .key(let key): .key(key)  // exactly one: verify it
        case .refused(let refusal): .refused(refusal)  // none, or more than one: answer 401 or 400
        }
    }

    /// Keys that a secrets product hands out.
    struct VaultCredential: CredentialSource {
        let read: @Sendable () async throws -> String

        func credential() async throws -> Credential {
            guard let credential = Credential(firstLineOf: try await self.read()) else { throw NoCredential() }
            return credential
        }

        func invalidate(_ rejected: Credential) async {}

        struct NoCredential: Error {}
    }
}
