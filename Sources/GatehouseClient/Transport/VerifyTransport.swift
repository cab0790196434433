public import HTTPTypes

/// Carries one request to Gatehouse and its answer back. `AsyncHTTPClientTransport` of the module
/// `GatehouseAsyncHTTPClient` is one; any HTTP client can be another.
///
/// A transport keeps to four rules:
/// - It follows no redirect: the request carries keys.
/// - It sends a request once. Who repeats one may spend the limits of a key twice.
/// - It returns soon after its task is cancelled. Deadlines are kept by cancelling.
/// - It reads no more than ``TransportRequest/largestAnswer`` bytes of an answer's body.
public protocol VerifyTransport: Sendable {
    /// Sends the request and reads the whole answer, whatever its status.
    ///
    /// - Throws: `TransportError` when there is no complete answer.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer
}

/// A request on its way. It carries secrets and does not print them.
public struct TransportRequest: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where to.
    public let endpoint: Endpoint
    /// Method, path and fields. The fields hold the caller's credential.
    public let head: HTTPRequest
    /// The body; empty for none. It holds the key in question.
    public let body: [UInt8]
    /// Most bytes of an answer's body to read.
    public let largestAnswer: Int

    /// Method and path.
    public var description: String { "\(self.head.method.rawValue) \(self.head.path ?? "/")" }
    /// Method and path.
    public var debugDescription: String { self.description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A complete answer.
public struct TransportAnswer: Sendable {
    /// Status and fields.
    public let head: HTTPResponse
    /// The whole body.
    public let body: [UInt8]

    /// An answer that has arrived.
    public init(head: HTTPResponse, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// Why there is no complete answer.
public enum TransportError: Error, Sendable, Hashable, CaseIterable {
    /// There was no connection; nothing was sent.
    case unreachable
    /// The connection broke after the request may have been sent.
    case interrupted
    /// The answer's body is longer than allowed.
    case answerTooLarge
    /// The task was cancelled.
    case cancelled
}
