/// Why a text is not an endpoint.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// Not `unix:/path`, `http://host[:port]` or `https://host[:port]`.
        case malformed
        /// Keys would cross a network in clear.
        case plaintextBeyondLoopback
    }

    /// What is wrong.
    public let reason: Reason

    /// One sentence for people.
    public var description: String {
        switch self.reason {
        case .malformed: "An endpoint is unix:/path, http://127.0.0.1:PORT or https://HOST[:PORT]."
        case .plaintextBeyondLoopback:
            "Keys must not cross a network in clear: use https:// or a Unix socket, or say allowsPlaintext."
        }
    }
}
