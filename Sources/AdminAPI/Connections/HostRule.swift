import Keys

/// Which names a listener answers to. A page in a browser on this machine may reach loopback under a name of its own
/// (DNS rebinding) and would read what needs no key; it cannot make the browser send an address or `localhost`.
enum HostRule: Hashable, Sendable {
    /// An address literal or `localhost`.
    case local
    /// Any: a Unix socket, or a listener that is to be reached from elsewhere.
    case any

    /// Whether a request for that authority (`Host` of RFC 9112) is meant for this listener.
    func admits(_ authority: String?) -> Bool {
        guard self == .local else { return true }
        guard let authority, let host = Self.host(of: authority) else { return false }
        return host.lowercased() == "localhost" || IPAddress(host) != nil
    }

    /// The host without its port and brackets; `nil` when it is not well-formed.
    private static func host(of authority: String) -> Substring? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]"), Self.isPort(authority[authority.index(after: end)...]) else {
                return nil
            }
            return authority[authority.index(after: authority.startIndex)..<end]
        }
        let end = authority.firstIndex(of: ":") ?? authority.endIndex
        return Self.isPort(authority[end...]) ? authority[..<end] : nil
    }

    /// Nothing, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
