/// Scheme, host and port at the beginning of what a browser sends in `Origin` or `Referer`, by their places in the bytes.
struct PageOrigin {
    let isSecure: Bool
    let host: Range<Int>
    let port: UInt16
    /// Where the path begins.
    let end: Int

    /// Reads `http://host`, `https://host:port`; `nil` for anything else: `null`, other schemes, names and passwords.
    init?(_ text: Span<UInt8>) {
        guard let isSecure = Self.scheme(text) else { return nil }
        let start = isSecure ? 8 : 7
        var end = start
        // An IPv6 address has colons of its own.
        if end < text.count, text[end] == 0x5b {
            while end < text.count, text[end] != 0x5d { end += 1 }
            guard end < text.count else { return nil }
            end += 1
        } else {
            while end < text.count, Self.isInsideHost(text[end]) { end += 1 }
        }
        guard end > start else { return nil }
        self.host = start..<end
        var port: UInt32 = isSecure ? 443 : 80
        if end < text.count, text[end] == 0x3a {
            let first = end + 1
            end = first
            port = 0
            while end < text.count, text[end] &- 0x30 < 10, end - first < 5 {
                port = port * 10 + UInt32(text[end] &- 0x30)
                end += 1
            }
            guard end > first, (1...65_535).contains(port) else { return nil }
        }
        guard end == text.count || text[end] == 0x2f || text[end] == 0x3f || text[end] == 0x23 else { return nil }
        self.isSecure = isSecure
        self.port = UInt16(truncatingIfNeeded: port)
        self.end = end
    }

    /// Whether the scheme is https or http; `nil` for another.
    private static func scheme(_ text: Span<UInt8>) -> Bool? {
        if text.count >= 8, text.extracting(0..<8).equalsIgnoringCase("https://".utf8Span.span) { return true }
        guard text.count >= 7, text.extracting(0..<7).equalsIgnoringCase("http://".utf8Span.span) else { return nil }
        return false
    }

    private static func isInsideHost(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2d || byte == 0x2e || byte == 0x5f
    }
}

/// The scheme, host and port that a pattern asks for.
struct OriginRule: Hashable, Sendable {
    /// `nil` takes http and https.
    let isSecure: Bool?
    let host: HostRule
    /// `nil` takes the default port of the scheme.
    let port: UInt16?

    /// Reads `https://*.example.com:8443`. Nothing may follow.
    init?(_ text: Substring, requiresScheme: Bool) {
        var rest = text
        switch true {
        case rest.hasPrefix("https://"):
            self.isSecure = true
            rest = rest.dropFirst(8)
        case rest.hasPrefix("http://"):
            self.isSecure = false
            rest = rest.dropFirst(7)
        default:
            guard !requiresScheme else { return nil }
            self.isSecure = nil
        }
        var port: UInt16?
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            let digits = rest[rest.index(after: colon)...]
            guard digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }), digits.first != "0", let number = UInt16(digits) else {
                return nil
            }
            port = number
            rest = rest[..<colon]
        }
        guard let host = HostRule(rest) else { return nil }
        self.host = host
        self.port = port
    }

    func matches(_ origin: PageOrigin, in text: Span<UInt8>) -> Bool {
        if let isSecure = self.isSecure, isSecure != origin.isSecure { return false }
        guard origin.port == self.port ?? (origin.isSecure ? 443 : 80) else { return false }
        return self.host.matches(text.extracting(origin.host))
    }

    var text: String {
        let scheme = self.isSecure.map { $0 ? "https://" : "http://" } ?? ""
        return scheme + self.host.description + (self.port.map { ":\($0)" } ?? "")
    }
}
