import HTTPTypes
import Synchronization

@testable import GatehouseClient

/// A transport without a network: a closure answers, and what was asked is remembered.
final class FakeTransport: VerifyTransport {
    typealias Script = @Sendable (TransportRequest) async throws(TransportError) -> TransportAnswer

    private let script: Script
    private let requests = Mutex<[TransportRequest]>([])

    init(_ script: @escaping Script) { self.script = script }

    /// Answers every request alike.
    convenience init(status: Int = 200, _ body: String, fields: HTTPFields = [:]) {
        self.init { _ in .sample(status, body, fields) }
    }

    /// Fails every request alike.
    convenience init(_ error: TransportError) { self.init { _ throws(TransportError) in throw error } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
        self.requests.withLock { $0.append(request) }
        return try await self.script(request)
    }

    /// What was asked so far.
    var asked: [TransportRequest] { self.requests.withLock { $0 } }
}

extension TransportAnswer {
    static func sample(_ status: Int, _ body: String, _ fields: HTTPFields = [:]) -> TransportAnswer {
        .init(head: .init(status: .init(code: status), headerFields: fields), body: Array(body.utf8))
    }
}

extension TransportRequest {
    var document: JSONValue? { JSONReader.read(self.body) }
    var credential: String? { self.head.headerFields[.authorization] }
}
