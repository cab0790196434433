import Synchronization

/// Asks Gatehouse whether a key may be let in.
///
/// ```swift
/// let client = VerifyClient(
///     endpoint: try Endpoint("http://127.0.0.1:8082"),
///     credential: CredentialFile("/run/credentials/orders/gatehouse"),
///     transport: transport)
/// switch try await client.verify(.init(key: text, permissions: "orders:read")) {
/// case .admitted(let key): …
/// case .refused(let refusal): …
/// }
/// ```
///
/// It fails closed: whatever is not a complete, well-formed verdict about exactly the key in question is thrown as a
/// ``VerifyError``. It repeats nothing that may have spent a limit. One client serves a whole process; it is safe to share.
public final class VerifyClient: Sendable {
    /// Most questions in one batch.
    public static let largestBatch = 100

    let configuration: VerifyClientConfiguration
    let caller: Caller
    let cache: VerdictCache?
    let clock: ClientClock
    private let callsUnderWay = Atomic<Int>(0)

    /// A client.
    ///
    /// - Parameters:
    ///   - endpoint: Where the verify listener is.
    ///   - credential: A key that is granted `keys:verify`. Only keys of its environment can be verified with it.
    ///   - transport: What carries the requests; `AsyncHTTPClientTransport` of `GatehouseAsyncHTTPClient`, as a rule.
    ///   - configuration: Deadlines, bounds, cache.
    public convenience init(
        endpoint: Endpoint, credential: any CredentialSource, transport: any VerifyTransport,
        configuration: VerifyClientConfiguration = .init()
    ) {
        self.init(
            endpoint: endpoint, credential: credential, transport: transport, configuration: configuration,
            clock: .system)
    }

    init(
        endpoint: Endpoint, credential: any CredentialSource, transport: any VerifyTransport,
        configuration: VerifyClientConfiguration, clock: ClientClock
    ) {
        self.configuration = configuration
        self.caller = Caller(
            endpoint: endpoint, credentials: credential, transport: transport,
            largestAnswer: configuration.maximumAnswerBytes, userAgent: configuration.userAgent)
        self.cache = configuration.cache.map { VerdictCache($0, clock: clock) }
        self.clock = clock
    }

    /// Verifies one key.
    ///
    /// - Throws: `VerifyError` when no verdict was reached; nobody is to be admitted then.
    public func verify(_ request: VerificationRequest) async throws(VerifyError) -> Verdict {
        if let refusal = request.refusalAtSight { return .refused(refusal) }
        let question = self.cache?.name(of: request)
        if let question, let admitted = self.cache?.admission(for: question) { return .admitted(admitted) }
        let ticket = self.cache?.ticket()
        var writer = JSONWriter()
        request.write(to: &writer)
        let call = Caller.Call(path: "/v1/keys/verify", body: writer.bytes, mustBeFresh: request.mustBeFresh)
        let answer = try WireVerdict(try await self.ask(call), about: request.key)
        if let question, let ticket { self.cache?.store(answer, for: question, ticket: ticket) }
        return answer.verdict
    }

    /// One call within its deadline and the bound on calls, with the caller's own credential or by the holder of a key.
    func ask(_ call: Caller.Call, by holder: PresentedKey? = nil) async throws(VerifyError) -> JSONValue {
        let before = self.callsUnderWay.add(1, ordering: .relaxed).oldValue
        defer { self.callsUnderWay.subtract(1, ordering: .relaxed) }
        guard before < self.configuration.maximumConcurrentCalls else { throw VerifyError(.busy) }
        let caller = self.caller
        return try await self.clock.limit(self.configuration.deadline) { () async throws(VerifyError) in
            guard let holder else { return try await caller.document(for: call) }
            return try await caller.document(for: call, by: holder)
        }
    }
}
