import HTTPTypes

/// Makes calls to the verify listener with the caller's own credential, and judges whether what came back is an answer.
struct Caller: Sendable {
    /// One call.
    struct Call: Sendable {
        var method: HTTPRequest.Method = .post
        let path: String
        var body: [UInt8] = []
        var mustBeFresh = false
    }

    let endpoint: Endpoint
    let credentials: any CredentialSource
    let transport: any VerifyTransport
    let largestAnswer: Int
    let userAgent: String

    /// The document of a 200 answer.
    ///
    /// A refused credential is replaced once, when the source has another one: nothing was verified with the first, so
    /// nothing is spent twice.
    func document(for call: Call) async throws(VerifyError) -> JSONValue {
        let credential = try await self.credential()
        do throws(VerifyError) {
            return try await self.document(for: call, bearer: credential.text)
        } catch {
            guard error.code == .callerRefused, error.status == 401 else { throw error }
            await self.credentials.invalidate(credential)
            guard let next = try? await self.credentials.credential(), next.version != credential.version else {
                throw error
            }
            return try await self.document(for: call, bearer: next.text)
        }
    }

    private func credential() async throws(VerifyError) -> Credential {
        do { return try await self.credentials.credential() } catch {
            throw VerifyError(error is CancellationError ? .cancelled : .credentialUnavailable)
        }
    }

    /// The document of a 200 answer to a call that the holder of a key makes with that key, once.
    func document(for call: Call, by holder: PresentedKey) async throws(VerifyError) -> JSONValue {
        try await self.document(for: call, bearer: holder.text)
    }

    private func document(for call: Call, bearer: String) async throws(VerifyError) -> JSONValue {
        let answer: TransportAnswer
        do throws(TransportError) {
            answer = try await self.transport.send(self.request(call, bearer))
        } catch {
            throw VerifyError(transport: error)
        }
        guard answer.body.count <= self.largestAnswer else { throw VerifyError(.answerTooLarge) }
        guard answer.head.status == .ok else { throw VerifyError(refusing: answer) }
        guard let document = JSONReader.read(answer.body) else { throw VerifyError(.answerMalformed, status: 200) }
        return document
    }

    private func request(_ call: Call, _ bearer: String) -> TransportRequest {
        var fields: HTTPFields = [.accept: "application/json", .userAgent: self.userAgent]
        var authorization = HTTPField(name: .authorization, value: "Bearer " + bearer)
        authorization.indexingStrategy = .disallow
        fields.append(authorization)
        if !call.body.isEmpty { fields[.contentType] = "application/json" }
        if call.mustBeFresh { fields[.cacheControl] = "no-cache" }
        let scheme: String
        let authority: String
        switch self.endpoint.address {
        case .unixSocket: (scheme, authority) = ("http", "localhost")
        case .http(let name): (scheme, authority) = ("http", name)
        case .https(let name): (scheme, authority) = ("https", name)
        }
        let head = HTTPRequest(
            method: call.method, scheme: scheme, authority: authority, path: call.path, headerFields: fields)
        return .init(endpoint: self.endpoint, head: head, body: call.body, largestAnswer: self.largestAnswer)
    }
}
