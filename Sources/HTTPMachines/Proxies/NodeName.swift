package import Keys

/// Whom one hop of a request's way names: an element of `X-Forwarded-For`, or `for` of `Forwarded` (RFC 7239, 6).
package enum NodeName: Equatable, Sendable {
    case address(IPAddress)
    /// `unknown`, or a name that hides the address (`_hidden`; RFC 7239, 6.2 and 6.3).
    case hidden
    /// Nothing of it.
    case unreadable

    /// Reads `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`, `unknown` or `_name`, and a port behind a colon, which may hide
    /// as well. `needsBrackets`: an IPv6 address without them is none (RFC 7239, 6).
    package init(_ bytes: Span<UInt8>, needsBrackets: Bool) {
        guard !bytes.isEmpty, bytes.count <= Self.longest else {
            self = .unreadable
            return
        }
        if bytes[0] == 0x5b {
            self = Self.bracketed(bytes)
        } else if let address = IPAddress(bytes: bytes), !needsBrackets || !Self.hasColon(bytes) {
            self = .address(address)
        } else {
            self = Self.withPort(bytes)
        }
    }

    /// An IPv6 address with brackets and a hidden port.
    private static let longest = 128

    private static func bracketed(_ bytes: Span<UInt8>) -> Self {
        var end = 1
        while end < bytes.count, bytes[end] != 0x5d { end += 1 }
        guard end < bytes.count, self.isPort(bytes.extracting((end + 1)...)) else { return .unreadable }
        let inside = bytes.extracting(1..<end)
        guard self.hasColon(inside), let address = IPAddress(bytes: inside) else { return .unreadable }
        return .address(address)
    }

    /// An IPv4 address or a hidden name, and perhaps a port.
    private static func withPort(_ bytes: Span<UInt8>) -> Self {
        var end = 0
        while end < bytes.count, bytes[end] != 0x3a { end += 1 }
        guard self.isPort(bytes.extracting(end...)) else { return .unreadable }
        let name = bytes.extracting(0..<end)
        if let address = IPAddress(bytes: name) { return .address(address) }
        let range = ByteRange(start: 0, end: end)
        return ByteText.equalsFoldingCase(bytes, range, "unknown") || self.isHidden(name) ? .hidden : .unreadable
    }

    private static func hasColon(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] == 0x3a { return true }
        return false
    }

    /// Nothing, or a colon and one to five digits, or a colon and a hidden name.
    private static func isPort(_ bytes: Span<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard bytes[0] == 0x3a, bytes.count > 1 else { return false }
        let port = bytes.extracting(1...)
        if self.isHidden(port) { return true }
        guard port.count <= 5 else { return false }
        for index in port.indices where !ByteClass.isDigit(port[index]) { return false }
        return true
    }

    /// `obfnode` and `obfport`: an underscore, then letters, digits, `.`, `_` and `-`.
    private static func isHidden(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 1, bytes[0] == 0x5f else { return false }
        for index in bytes.indices where !ByteClass.isUnreserved(bytes[index]) || bytes[index] == 0x7e { return false }
        return true
    }
}
