/// A CIDR range: `203.0.113.0/24`, `2001:db8::/32`, or a single address.
///
/// Host bits must be zero: `10.0.0.1/8` is refused rather than repaired, because what its writer meant is a guess.
package struct NetworkRange: Hashable, Sendable, CustomStringConvertible {
    package let address: IPAddress
    /// Leading bits that count: 0...32 for IPv4, 0...128 for IPv6.
    package let prefixLength: Int

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/" as Character, maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let width = address.isIPv4 ? 32 : 128
        var length = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ ($0 &- 0x30) < 10 }), let given = Int(parts[1]) else { return nil }
            // `::ffff:10.0.0.0/104` names the IPv4 range 10.0.0.0/8.
            length = address.isIPv4 && first.contains(":") ? given - 96 : given
        }
        guard (0...width).contains(length) else { return nil }
        self.address = address
        self.prefixLength = length
        guard self.masked(address) == address else { return nil }
    }

    /// The range that so many leading bits of the address make; 0...32 for IPv4, 0...128 for IPv6.
    init(_ address: IPAddress, prefixLength: Int) {
        self.address = address
        self.prefixLength = prefixLength
    }

    /// Whether the address lies in the range. An IPv4 range never holds an IPv6 address, nor the other way round.
    package func contains(_ candidate: IPAddress) -> Bool {
        candidate.isIPv4 == self.address.isIPv4 && self.masked(candidate) == self.address
    }

    package var description: String { "\(self.address)/\(self.prefixLength)" }

    private func masked(_ candidate: IPAddress) -> IPAddress {
        if candidate.isIPv4 {
            let mask = self.prefixLength == 0 ? 0 : UInt32.max << UInt32(32 - self.prefixLength)
            return .init(ipv4: UInt32(truncatingIfNeeded: candidate.low) & mask)
        }
        let high = self.prefixLength >= 64 ? UInt64.max : Self.mask(self.prefixLength)
        let low = self.prefixLength <= 64 ? 0 : Self.mask(self.prefixLength - 64)
        return .init(ipv6High: candidate.high & high, low: candidate.low & low)
    }

    private static func mask(_ bits: Int) -> UInt64 { bits == 0 ? 0 : UInt64.max << UInt64(64 - bits) }
}
