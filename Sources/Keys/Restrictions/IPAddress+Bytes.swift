extension IPAddress {
    /// Longest text of an address.
    package static let longestText = 45

    /// Reads the text of an address without allocation: what `init?(_:)` reads.
    package init?(bytes: Span<UInt8>) {
        guard (2...Self.longestText).contains(bytes.count) else { return nil }
        for index in bytes.indices where bytes[index] == 0x3a {
            guard let (high, low) = Self.ipv6(bytes) else { return nil }
            self.init(ipv6High: high, low: low)
            return
        }
        guard let address = Self.ipv4(bytes, from: 0) else { return nil }
        self.init(ipv4: address)
    }

    /// Four decimal numbers below 256 without leading zeros, to the end of the bytes.
    private static func ipv4(_ bytes: Span<UInt8>, from start: Int) -> UInt32? {
        var address: UInt32 = 0
        var index = start
        for part in 0..<4 {
            if part > 0 {
                guard index < bytes.count, bytes[index] == 0x2e else { return nil }
                index += 1
            }
            let first = index
            var value: UInt32 = 0
            while index < bytes.count, bytes[index] &- 0x30 < 10, index - first < 3 {
                value = value * 10 + UInt32(bytes[index] &- 0x30)
                index += 1
            }
            guard index > first, value < 256, bytes[first] != 0x30 || index == first + 1 else { return nil }
            address = address << 8 | value
        }
        return index == bytes.count ? address : nil
    }

    /// Eight groups, one run of them left out at most, the last two perhaps as a dotted quad.
    private static func ipv6(_ bytes: Span<UInt8>) -> (UInt64, UInt64)? {
        var groups = InlineArray<8, UInt16>(repeating: 0)
        var count = 0
        var gap = -1
        var index = 0
        if bytes[0] == 0x3a {
            guard bytes[1] == 0x3a else { return nil }
            gap = 0
            index = 2
        }
        while index < bytes.count {
            if count <= 6, let quad = Self.ipv4(bytes, from: index) {
                groups[count] = UInt16(truncatingIfNeeded: quad >> 16)
                groups[count + 1] = UInt16(truncatingIfNeeded: quad)
                count += 2
                index = bytes.count
                break
            }
            guard count < 8, let group = Self.group(bytes, &index) else { return nil }
            groups[count] = group
            count += 1
            guard index < bytes.count else { break }
            guard bytes[index] == 0x3a else { return nil }
            index += 1
            if index < bytes.count, bytes[index] == 0x3a {
                guard gap < 0 else { return nil }
                gap = count
                index += 1
            } else if index == bytes.count {
                return nil
            }
        }
        return Self.words(groups, count: count, gap: gap)
    }

    /// One to four hexadecimal digits.
    private static func group(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt16? {
        let first = index
        var value: UInt16 = 0
        while index < bytes.count, index - first < 4, let digit = Self.hexValue(bytes[index]) {
            value = value << 4 | digit
            index += 1
        }
        return index > first ? value : nil
    }

    private static func hexValue(_ byte: UInt8) -> UInt16? {
        if byte &- 0x30 < 10 { return UInt16(byte &- 0x30) }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? UInt16(letter) + 10 : nil
    }

    private static func words(_ groups: InlineArray<8, UInt16>, count: Int, gap: Int) -> (UInt64, UInt64)? {
        guard gap >= 0 ? count < 8 : count == 8 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for position in 0..<8 {
            let source: Int
            if gap < 0 || position < gap {
                source = position
            } else {
                let fromEnd = position - (8 - (count - gap))
                source = fromEnd < 0 ? -1 : gap + fromEnd
            }
            let value = source < 0 ? 0 : UInt64(groups[source])
            if position < 4 { words.0 = words.0 << 16 | value } else { words.1 = words.1 << 16 | value }
        }
        return words
    }
}
