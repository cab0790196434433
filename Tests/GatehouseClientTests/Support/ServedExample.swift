import AsyncHTTPClient
import GatehouseClient
import Hummingbird
import NIOCore
import NIOHTTP1
import Testing

@testable import HummingbirdExample

/// The Hummingbird example while it serves on a loopback port.
enum ServedExample {
    struct Answer {
        let status: Int
        /// By lower-case name.
        let fields: [String: String]
        let body: String
    }

    /// Serves for the time of the body.
    static func with(_ client: VerifyClient, _ body: (Int) async throws -> Void) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int?.self)
        let application = DocumentsApplication.application(
            client, address: .hostname("127.0.0.1", port: 0), onServerRunning: { continuation.yield($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.makeAsyncIterator()
            try await body(try #require(await iterator.next() ?? nil))
            group.cancelAll()
            // Cancelled while it serves, it may end with an error of that.
            _ = try? await group.next()
        }
    }

    /// One request to `/documents`.
    static func call(_ port: Int, _ method: String, _ fields: [String: String]) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/documents")
        request.method = .init(rawValue: method)
        for (name, value) in fields { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let body = try await response.body.collect(upTo: 65_536)
        let answered = response.headers.reduce(into: [String: String]()) { $0[$1.name.lowercased()] = $1.value }
        return .init(status: Int(response.status.code), fields: answered, body: String(buffer: body))
    }
}
