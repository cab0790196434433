import HTTPMachines

/// Where the admin API is reached.
enum ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A Unix socket on this machine; needs no sign-in.
    case socket(path: String)
    /// `http://` (loopback only) or `https://`, with an operator key.
    case web(origin: String)

    /// The longest path `sockaddr_un` holds.
    static let longestSocketPath = 107

    /// Reads `unix:/run/gatehouse/admin.sock`, `http://127.0.0.1:8081` or `https://host[:port]`.
    init(parsing text: String) throws(CommandFailure) {
        if text.hasPrefix("unix:") {
            self = .socket(path: try Self.socketPath(String(text.dropFirst(5))))
        } else if text.hasPrefix("https://"), let origin = Self.origin(text, scheme: "https://") {
            self = .web(origin: origin)
        } else if text.hasPrefix("http://"), let origin = Self.origin(text, scheme: "http://") {
            guard Self.isLoopback(origin) else {
                throw .usage(
                    "An operator key must not cross the network in clear: http:// is for loopback only.",
                    fix: "use https://, or an SSH tunnel to the server's loopback address")
            }
            self = .web(origin: origin)
        } else {
            throw .usage(
                "“\(PlainText.oneLine(text))” is no server address.",
                fix: "write unix:/path/admin.sock, http://127.0.0.1:PORT or https://HOST")
        }
    }

    var description: String {
        switch self {
        case .socket(let path): "unix:" + path
        case .web(let origin): origin
        }
    }

    /// Whether it is reached by TLS.
    var isSecure: Bool {
        guard case .web(let origin) = self else { return false }
        return origin.hasPrefix("https://")
    }

    /// Host and port of `https://`; `nil` for anything else.
    var hostAndPort: (host: String, port: Int)? {
        guard case .web(let origin) = self, self.isSecure else { return nil }
        let authority = origin.dropFirst("https://".count)
        let isLiteral = authority.hasPrefix("[")
        let host = isLiteral ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let rest = authority[host.endIndex...].drop { $0 == "]" }
        guard rest.hasPrefix(":") else { return (String(host), 443) }
        return Int(rest.dropFirst()).map { (String(host), $0) }
    }

    /// The URL of a request target, as the HTTP client wants it.
    func url(_ target: String) -> String {
        switch self {
        case .socket(let path): "http+unix://" + PercentCoding.encode(path) + target
        case .web(let origin): origin + target
        }
    }

    private static func socketPath(_ path: String) throws(CommandFailure) -> String {
        guard path.hasPrefix("/"), path.utf8.count <= Self.longestSocketPath, !path.utf8.contains(0) else {
            throw .usage("A socket path is absolute and at most \(Self.longestSocketPath) bytes long.")
        }
        return path
    }

    /// Scheme and authority, without a trailing slash; `nil` when anything else follows or the authority is odd.
    private static func origin(_ text: String, scheme: String) -> String? {
        let rest = text.dropFirst(scheme.count)
        let authority = rest.hasSuffix("/") ? rest.dropLast() : rest
        let allowed = authority.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x3a, 0x5b, 0x5d: true
            default: false
            }
        }
        return allowed && (1...261).contains(authority.utf8.count) ? scheme + authority : nil
    }

    private static func isLoopback(_ origin: String) -> Bool {
        let authority = origin.dropFirst("http://".count)
        if authority.hasPrefix("[") { return authority == "[::1]" || authority.hasPrefix("[::1]:") }
        let host = authority.prefix { $0 != ":" }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || (isIPv4 && parts[0] == "127")
    }
}
