public import HTTPTypes

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
