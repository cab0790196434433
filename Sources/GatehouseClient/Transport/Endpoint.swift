/// Where the verify listener of Gatehouse is reached.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// The ways to get there.
    public enum Address: Sendable, Hashable {
        /// A Unix socket on this machine.
        case unixSocket(path: String)
        /// Host and port, in clear.
        case http(authority: String)
        /// Host and port, over TLS.
        case https(authority: String)
    }

    /// The longest path that a socket address holds everywhere.
    public static let longestSocketPath = 103

    /// How it is reached.
    public let address: Address

    /// Reads `unix:/run/gatehouse/verify.sock`, `http://127.0.0.1:8082` or `https://gatehouse.internal`.
    ///
    /// Keys cross this connection. `http://` to anything but loopback is refused, unless `allowsPlaintext` says that
    /// the network between is as good as the machine's own.
    ///
    /// - Throws: `EndpointError`.
    public init(_ text: String, allowsPlaintext: Bool = false) throws(EndpointError) {
        if text.hasPrefix("unix:") {
            self.address = .unixSocket(path: try Self.socketPath(text.dropFirst(5)))
        } else if text.hasPrefix("https://") {
            self.address = .https(authority: try Self.authority(text.dropFirst(8)))
        } else if text.hasPrefix("http://") {
            let authority = try Self.authority(text.dropFirst(7))
            guard allowsPlaintext || Self.isLoopback(authority) else {
                throw .init(reason: .plaintextBeyondLoopback)
            }
            self.address = .http(authority: authority)
        } else {
            throw .init(reason: .malformed)
        }
    }

    /// The endpoint as ``init(_:allowsPlaintext:)`` reads it.
    public var description: String {
        switch self.address {
        case .unixSocket(let path): "unix:" + path
        case .http(let authority): "http://" + authority
        case .https(let authority): "https://" + authority
        }
    }

    private static func socketPath(_ path: Substring) throws(EndpointError) -> String {
        let isPath = path.hasPrefix("/") && path.utf8.count <= Self.longestSocketPath && !path.utf8.contains(0)
        guard isPath else { throw .init(reason: .malformed) }
        return String(path)
    }

    /// Host and port, without a trailing slash; nothing else may follow.
    private static func authority(_ text: Substring) throws(EndpointError) -> String {
        let authority = text.hasSuffix("/") ? text.dropLast() : text
        let isAuthority = authority.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        guard isAuthority, (1...261).contains(authority.utf8.count), !authority.hasPrefix(":") else {
            throw .init(reason: .malformed)
        }
        return String(authority)
    }

    private static func isLoopback(_ authority: String) -> Bool {
        if authority.hasPrefix("[") { return authority == "[::1]" || authority.hasPrefix("[::1]:") }
        let host = authority.prefix { $0 != ":" }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || (isIPv4 && parts[0] == "127")
    }
}
