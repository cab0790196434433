/// An IPv4 or IPv6 address. IPv4-mapped IPv6 addresses (RFC 4291, 2.5.5.2) are read as the IPv4 address they stand for,
/// so that one host has one spelling before any rule looks at it.
@usableFromInline
package struct IPAddress: Hashable, Sendable {
    /// The upper 64 bits; 0 for IPv4.
    @usableFromInline package let high: UInt64
    /// The lower 64 bits; the whole address for IPv4.
    @usableFromInline package let low: UInt64
    @usableFromInline package let isIPv4: Bool

    private init(high: UInt64, low: UInt64, isIPv4: Bool) {
        self.high = high
        self.low = low
        self.isIPv4 = isIPv4
    }

    package init(ipv4 address: UInt32) {
        self.init(high: 0, low: UInt64(address), isIPv4: true)
    }

    package init(ipv6High high: UInt64, low: UInt64) {
        let isMapped = high == 0 && low >> 32 == 0xffff
        self.init(high: high, low: isMapped ? low & 0xffff_ffff : low, isIPv4: isMapped)
    }

    /// What failures are budgeted by: the host's IPv4 address where there is one, for other IPv6 addresses the /64.
    package var budgetSubject: Self { self.hostIPv4 ?? .init(ipv6High: self.high, low: 0) }

    /// What a network is counted by: the /24 of the host's IPv4 address where there is one, for other IPv6 addresses the /64.
    package var networkSubject: Self {
        guard let host = self.hostIPv4 else { return .init(ipv6High: self.high, low: 0) }
        return .init(ipv4: UInt32(truncatingIfNeeded: host.low) & 0xffff_ff00)
    }

    /// Whether only the machine itself has the address: 127.0.0.0/8 and ::1.
    package var isLoopback: Bool {
        self.isIPv4 ? self.low >> 24 == 127 : self.high == 0 && self.low == 1
    }

    /// Reads dotted quads without leading zeros and every RFC 4291 form without a zone; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8.prefix(Self.longestText + 1)).span)
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted quad, or the canonical text of RFC 5952.
    @usableFromInline package var description: String {
        if self.isIPv4 {
            let quads = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self.low >> UInt64($0)) }
            return quads.map(String.init).joined(separator: ".")
        }
        let words = [self.high, self.low].flatMap { word in
            [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: word >> UInt64($0)) }
        }
        guard let zeros = Self.longestZeroRun(words) else { return Self.hex(words[...]) }
        return Self.hex(words[..<zeros.lowerBound]) + "::" + Self.hex(words[zeros.upperBound...])
    }

    private static func hex(_ words: ArraySlice<UInt16>) -> String {
        words.map { String($0, radix: 16) }.joined(separator: ":")
    }

    private static func longestZeroRun(_ words: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for index in 0...words.count where index == words.count || words[index] != 0 {
            if index - start >= 2, index - start > best?.count ?? 0 { best = start..<index }
            start = index + 1
        }
        return best
    }
}
