import Foundation
import NIOCore
import NIOPosix
import Synchronization

@testable import GatehouseClient

/// A server on a real socket that answers as it is told, well-formed or not.
final class ScriptedGatehouse: Sendable {
    /// One request, as its bytes said.
    struct Request: Sendable {
        let line: String
        /// By lower-case name.
        let fields: [String: String]
        let body: String

        var document: JSONValue? { JSONReader.read(Array(self.body.utf8)) }
    }

    /// What is done about a request.
    enum Reply: Sendable {
        case json(Int, String)
        /// These bytes and nothing else; the connection stays open.
        case bytes(String)
        /// These bytes, then the end of the connection.
        case cut(String)
        /// Nothing at all.
        case silence
    }

    let endpoint: Endpoint
    private let channel: any Channel
    private let log: Log

    fileprivate final class Log: Sendable {
        let requests = Mutex<[Request]>([])
        let connections = Mutex(0)
    }

    private init(endpoint: Endpoint, channel: any Channel, log: Log) {
        (self.endpoint, self.channel, self.log) = (endpoint, channel, log)
    }

    var requests: [Request] { self.log.requests.withLock { $0 } }
    var connectionCount: Int { self.log.connections.withLock { $0 } }

    /// Serves for the time of the body, on a loopback port or on a Unix socket.
    static func with<Value>(
        unixSocket path: String? = nil, _ script: @escaping @Sendable (Request) -> Reply,
        _ body: (ScriptedGatehouse) async throws -> Value
    ) async throws -> Value {
        let log = Log()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                log.connections.withLock { $0 += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(script: script, log: log))
                }
            }
        let channel =
            if let path {
                try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            } else {
                try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
            }
        let place = path.map { "unix:" + $0 } ?? "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        let server = ScriptedGatehouse(endpoint: try Endpoint(place), channel: channel, log: log)
        let result: Result<Value, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        try await server.channel.close()
        return try result.get()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: @Sendable (Request) -> Reply
        private let log: Log
        private var text = ""

        init(script: @escaping @Sendable (Request) -> Reply, log: Log) {
            (self.script, self.log) = (script, log)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.text += String(buffer: self.unwrapInboundIn(data))
            while let request = self.takeRequest() {
                self.log.requests.withLock { $0.append(request) }
                switch self.script(request) {
                case .json(let status, let body):
                    let head = "HTTP/1.1 \(status) Answer\r\nContent-Type: application/json\r\n"
                    self.write(head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body, context)
                case .bytes(let text): self.write(text, context)
                case .cut(let text):
                    self.write(text, context)
                    context.close(promise: nil)
                case .silence: break
                }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func write(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }

        private func takeRequest() -> Request? {
            guard let end = self.text.range(of: "\r\n\r\n") else { return nil }
            let lines = self.text[..<end.lowerBound].components(separatedBy: "\r\n")
            let fields = lines.dropFirst().reduce(into: [String: String]()) { fields, line in
                let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                fields[parts[0].lowercased()] = parts.count > 1 ? parts[1] : ""
            }
            let length = fields["content-length"].flatMap { Int($0) } ?? 0
            guard self.text[end.upperBound...].utf8.count >= length else { return nil }
            let body = String(decoding: self.text[end.upperBound...].utf8.prefix(length), as: UTF8.self)
            self.text = String(decoding: self.text[end.upperBound...].utf8.dropFirst(length), as: UTF8.self)
            return .init(line: lines[0], fields: fields, body: body)
        }
    }
}
