/// A host as patterns name it: `example.com`, or `*.example.com` for all below it and not itself.
package struct HostRule: Hashable, Sendable {
    /// In small letters, without the asterisk.
    let name: String
    let isBelow: Bool

    /// Longest name (RFC 1035, 2.3.4).
    static let longestName = 253

    init?(_ text: some StringProtocol) {
        let isBelow = text.hasPrefix("*.")
        let name = text.dropFirst(isBelow ? 2 : 0).lowercased()
        guard Self.isName(name) else { return nil }
        self.name = name
        self.isBelow = isBelow
    }

    /// Letters, digits and hyphens in labels, an IPv4 address among them, or an IPv6 address in brackets.
    private static func isName(_ name: String) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") { return IPAddress(name.dropFirst().dropLast()) != nil }
        guard (1...Self.longestName).contains(name.utf8.count) else { return false }
        return name.split(separator: "." as Character, omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2d || $0 == 0x5f }
        }
    }

    /// Whether a host, in letters of either case, is meant.
    func matches(_ host: Span<UInt8>) -> Bool {
        let name = self.name.utf8Span.span
        if !self.isBelow { return host.equalsIgnoringCase(name) }
        guard host.count > name.count + 1, host[host.count - name.count - 1] == 0x2e else { return false }
        return host.extracting((host.count - name.count)..<host.count).equalsIgnoringCase(name)
    }
}

extension HostRule: CustomStringConvertible {
    package var description: String { self.isBelow ? "*.\(self.name)" : self.name }
}

extension Span<UInt8> {
    /// Whether the bytes are those of `lowercased` but for the case of letters.
    func equalsIgnoringCase(_ lowercased: Span<UInt8>) -> Bool {
        guard self.count == lowercased.count else { return false }
        for index in self.indices {
            let byte = self[index]
            guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == lowercased[index] else { return false }
        }
        return true
    }
}
