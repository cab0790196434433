public import AsyncHTTPClient
public import GatehouseClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Carries requests with async-http-client: pooled keep-alive connections over TCP, TLS or a Unix socket.
///
/// It owns its HTTP client, because a shared one may follow redirects, and these requests carry keys. Shut it down when
/// the service ends, or let ``with(configuration:_:)`` do it.
public struct AsyncHTTPClientTransport: VerifyTransport {
    private let client: HTTPClient

    /// A transport of its own.
    ///
    /// - Parameter configuration: TLS trust, proxies, pool sizes and timeouts. Redirects, decompression and HTTP/2 stay
    ///   off whatever it says.
    public init(configuration: HTTPClient.Configuration = Self.defaults) {
        var configuration = configuration
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        self.client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    /// Up to 32 connections, closed after 20 idle seconds: before a server closes them just as a request is on its way.
    public static var defaults: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(2))
        configuration.connectionPool = .init(idleTimeout: .seconds(20), concurrentHTTP1ConnectionsPerHostSoftLimit: 32)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// Opens a transport for the time of the body.
    public static func with<Value>(
        configuration: HTTPClient.Configuration = Self.defaults,
        _ body: (AsyncHTTPClientTransport) async throws -> Value
    ) async throws -> Value {
        let transport = AsyncHTTPClientTransport(configuration: configuration)
        let result: Result<Value, any Error>
        do { result = .success(try await body(transport)) } catch { result = .failure(error) }
        try await transport.shutdown()
        return try result.get()
    }

    /// Closes the connections. No request may follow.
    public func shutdown() async throws { try await self.client.shutdown() }

    /// Sends the request and reads the whole answer.
    ///
    /// - Throws: `TransportError` when there is no complete answer.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
        var isAnswered = false
        do {
            let response = try await self.client.execute(Self.wire(request), deadline: .distantFuture)
            isAnswered = true
            var body = ByteBuffer()
            for try await chunk in response.body {
                guard body.readableBytes + chunk.readableBytes <= request.largestAnswer else {
                    throw TransportError.answerTooLarge
                }
                body.writeImmutableBuffer(chunk)
            }
            return .init(head: Self.head(of: response), body: Array(buffer: body))
        } catch let error as TransportError {
            throw error
        } catch {
            throw Self.meaning(of: error, isAnswered: isAnswered)
        }
    }

    private static func wire(_ request: TransportRequest) -> HTTPClientRequest {
        var wire = HTTPClientRequest(url: self.url(request))
        wire.method = .init(rawValue: request.head.method.rawValue)
        for field in request.head.headerFields { wire.headers.add(name: field.name.rawName, value: field.value) }
        if let authority = request.head.authority { wire.headers.replaceOrAdd(name: "Host", value: authority) }
        if !request.body.isEmpty { wire.body = .bytes(request.body) }
        return wire
    }

    private static func url(_ request: TransportRequest) -> String {
        let target = request.head.path ?? "/"
        return switch request.endpoint.address {
        case .unixSocket(let path): "http+unix://" + Self.percentEncoded(path) + target
        case .http(let authority): "http://" + authority + target
        case .https(let authority): "https://" + authority + target
        }
    }

    /// Letters, digits and `-._~` stay.
    private static func percentEncoded(_ path: String) -> String {
        path.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static func head(of response: HTTPClientResponse) -> HTTPResponse {
        var head = HTTPResponse(status: .init(code: Int(response.status.code)))
        for (name, value) in response.headers {
            guard let name = HTTPField.Name(name) else { continue }
            head.headerFields.append(.init(name: name, value: value))
        }
        return head
    }

    private static func meaning(of error: any Error, isAnswered: Bool) -> TransportError {
        if error is CancellationError || error as? HTTPClientError == .cancelled { return .cancelled }
        if isAnswered { return .interrupted }
        if let error = error as? HTTPClientError, Self.beforeSending.contains(error) { return .unreachable }
        if let error = error as? IOError, Self.refusals.contains(error.errnoCode) { return .unreachable }
        return error is NIOConnectionError || Self.isOfHandshake(error) ? .unreachable : .interrupted
    }

    /// Whether the server's certificate, or something else about TLS, was in the way of a connection.
    private static func isOfHandshake(_ error: any Error) -> Bool {
        if case .handshakeFailed? = error as? NIOSSLError { return true }
        return error is NIOSSLExtraError
    }

    /// What only an attempt to connect can end with.
    private static let refusals: Set<CInt> = [ECONNREFUSED, ENOENT, EACCES, EPERM, ENETUNREACH]

    /// What goes wrong before a byte is sent.
    private static let beforeSending: [HTTPClientError] = [
        .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .alreadyShutdown, .invalidURL, .emptyHost,
        .proxyAuthenticationRequired, .invalidProxyResponse, .socksHandshakeTimeout, .httpProxyHandshakeTimeout,
    ]
}
