import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Calls the admin API. Every call has a deadline and a bound on what it reads.
struct AdminClient: Sendable {
    /// Largest answer read; a page of 1,000 keys is well below.
    static let largestBody = 32 * 1024 * 1024

    /// Longest a download takes; the server makes it first and sends nothing meanwhile.
    private static let downloadDeadline = TimeAmount.hours(1)

    let address: ServerAddress
    let token: OperatorToken?
    /// `GATEHOUSE_DEBUG=api`: prints each exchange on stderr, without secrets.
    let isTraced: Bool
    /// For the whole of one call.
    let deadline: TimeAmount
    /// `nil` where no TLS is spoken.
    private let trust: ServerTrust?
    private let http: HTTPClient

    /// Opens a client for the time of `body`.
    static func with<Value>(
        address: ServerAddress, token: OperatorToken?, trust files: TrustFiles, isTraced: Bool = false,
        deadline: TimeAmount = .seconds(30),
        _ body: (AdminClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        // A backup is silent while the server copies its store; everything else ends at its deadline.
        configuration.timeout = .init(connect: min(.seconds(5), deadline), read: max(.minutes(10), deadline))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        let trust = address.isSecure ? try ServerTrust(files) : nil
        configuration.tlsConfiguration = trust?.configuration
        let http = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
        let client = AdminClient(
            address: address, token: token, isTraced: isTraced, deadline: deadline, trust: trust, http: http)
        let result: Result<Value, any Error>
        do { result = .success(try await body(client)) } catch { result = .failure(error) }
        try? await http.shutdown()
        return try result.get()
    }

    /// Sends a request and reads the whole answer.
    ///
    /// - Throws: `CommandFailure` for a problem document, an unreachable server and an answer that is not the API's.
    func send(_ request: APIRequest) async throws -> APIResponse {
        let answer = try await self.exchange(request)
        return try self.judge(answer.status, answer.body)
    }

    /// Sends a request whose answer is no document but lines; reads as `send` does.
    func lines(_ request: APIRequest) async throws -> AuditLines {
        let answer = try await self.exchange(request)
        guard answer.status == 200 else {
            throw self.failure(answer.status, answer.body)
        }
        return .init(
            text: String(decoding: answer.body, as: UTF8.self),
            next: answer.headers.first(name: "Gatehouse-Next-Sequence").flatMap(UInt64.init))
    }

    private func exchange(
        _ request: APIRequest
    ) async throws -> (status: Int, body: [UInt8], headers: HTTPHeaders) {
        do {
            let response = try await self.http.execute(self.wire(request), timeout: self.deadline)
            let body = Array(buffer: try await response.body.collect(upTo: Self.largestBody))
            let status = Int(response.status.code)
            self.trace("\(request.method.rawValue) \(request.target) → \(status), \(body.count) bytes")
            return (status, body, response.headers)
        } catch {
            self.trace("\(request.method.rawValue) \(request.target) → \(error)")
            throw await self.explained(error, request)
        }
    }

    /// Sends a request whose answer is no document but bytes, and gives them to `take` in order.
    ///
    /// - Returns: how many there were.
    /// - Throws: as `send` does; also when the answer breaks off.
    func download(_ request: APIRequest, _ take: ([UInt8]) throws -> Void) async throws -> UInt64 {
        do {
            let response = try await self.http.execute(self.wire(request), timeout: Self.downloadDeadline)
            let status = Int(response.status.code)
            guard status == 200 else {
                let body = Array(buffer: try await response.body.collect(upTo: Self.largestBody))
                throw self.failure(status, body)
            }
            var count: UInt64 = 0
            for try await piece in response.body {
                try take(Array(buffer: piece))
                count += UInt64(piece.readableBytes)
            }
            self.trace("\(request.method.rawValue) \(request.target) → \(status), \(count) bytes")
            return count
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            self.trace("\(request.method.rawValue) \(request.target) → \(error)")
            throw await self.explained(error, request)
        }
    }

    private func wire(_ request: APIRequest) -> HTTPClientRequest {
        var wire = HTTPClientRequest(url: self.address.url(request.target))
        wire.method = .init(rawValue: request.method.rawValue)
        for field in request.fields { wire.headers.add(name: field.name, value: field.value) }
        wire.headers.add(name: "User-Agent", value: "gatehouse-cli/\(ProgramVersion.current)")
        if let token = self.token { wire.headers.add(name: "Authorization", value: token.authorization) }
        if let body = request.body { wire.body = .bytes(Array(body.encoded.utf8)) }
        if let passphrases = request.passphrases { wire.body = .bytes(passphrases) }
        return wire
    }

    /// What hindered the call; where TLS may have, the server is looked at again to tell what.
    private func explained(_ error: any Error, _ request: APIRequest) async -> CommandFailure {
        if let trust, let (host, port) = self.address.hostAndPort, !ConnectionFailure.isElsewhere(error),
            let finding = await TLSProbe.finding(host: host, port: port, trust)
        {
            return TLSFailure.describe(finding, self.address)
        }
        return ConnectionFailure.describe(error, address: self.address, request: request)
    }

    private func judge(_ status: Int, _ body: [UInt8]) throws -> APIResponse {
        guard (200...299).contains(status) else { throw self.failure(status, body) }
        guard !body.isEmpty else {
            return .init(status: status, body: Array("{}".utf8), document: .object([:]))
        }
        guard let document = JSONValue(parsing: body) else {
            throw CommandFailure(
                .failed, code: "unexpected_answer", "What answers at \(self.address) is not the admin API.")
        }
        return .init(status: status, body: body, document: document)
    }

    private func failure(_ status: Int, _ body: [UInt8]) -> CommandFailure {
        CommandFailure(
            Problem(parsing: body)
                ?? .init(
                    code: "unexpected_answer", detail: "The server answered \(status) without a problem document."),
            httpStatus: status)
    }

    private func trace(_ line: String) {
        guard self.isTraced else { return }
        StandardStream.error.writeLine("api: " + PlainText.oneLine(line))
    }
}
