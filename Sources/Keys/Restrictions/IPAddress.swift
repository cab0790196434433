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

    /// What failures are budgeted by: the address itself, for IPv6 its /64.
    package var budgetSubject: Self { self.isIPv4 ? self : .init(ipv6High: self.high, low: 0) }

    /// Reads dotted quads without leading zeros and every RFC 4291 form without a zone; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(46))
        guard bytes.count == text.utf8.count, !bytes.isEmpty, bytes.count <= 45 else { return nil }
        if bytes.contains(0x3a) {
            guard let words = Self.ipv6(bytes) else { return nil }
            let fold = { (range: Range<Int>) in words[range].reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
            self.init(ipv6High: fold(0..<4), low: fold(4..<8))
        } else {
            guard let address = Self.ipv4(bytes[...]) else { return nil }
            self.init(ipv4: address)
        }
    }

    private static func ipv4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: 0x2e, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != 0x30,
                part.allSatisfy({ ($0 &- 0x30) < 10 })
            else { return nil }
            let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 &- 0x30) }
            guard value < 256 else { return nil }
            address = address << 8 | value
        }
        return address
    }

    private static func ipv6(_ bytes: [UInt8]) -> [UInt16]? {
        guard let gap = gapPosition(bytes) else {
            let words = groups(bytes[...], mayEndDotted: true)
            return words?.count == 8 ? words : nil
        }
        guard let before = groups(bytes[..<gap], mayEndDotted: false),
            let after = groups(bytes[(gap + 2)...], mayEndDotted: true),
            before.count + after.count < 8
        else { return nil }
        return before + Array(repeating: 0, count: 8 - before.count - after.count) + after
    }

    private static func gapPosition(_ bytes: [UInt8]) -> Int? {
        bytes.indices.dropLast().first { bytes[$0] == 0x3a && bytes[$0 + 1] == 0x3a }
    }

    /// The groups between colons. Only the end of an address may be a dotted quad.
    private static func groups(_ bytes: ArraySlice<UInt8>, mayEndDotted: Bool) -> [UInt16]? {
        guard !bytes.isEmpty else { return [] }
        var words: [UInt16] = []
        let parts = bytes.split(separator: 0x3a, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndDotted, index == parts.count - 1, part.contains(0x2e) {
                guard let quad = ipv4(part) else { return nil }
                words += [UInt16(quad >> 16), UInt16(truncatingIfNeeded: quad)]
            } else {
                guard (1...4).contains(part.count), let text = String(validating: part, as: UTF8.self),
                    !text.hasPrefix("+"), !text.hasPrefix("-"), let word = UInt16(text, radix: 16)
                else { return nil }
                words.append(word)
            }
        }
        return words.count <= 8 ? words : nil
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
