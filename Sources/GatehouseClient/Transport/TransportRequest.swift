public import HTTPTypes

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
