/// Addresses in sorted order at which something begins or ends, and which of them an address comes after.
///
/// Two flat arrays, one for each family, without pointers between entries: an address is found by its leading bits in a table
/// of buckets, and by halving inside a bucket. Nothing is allocated, and what is read lies in a few cache lines, also among
/// hundreds of thousands.
@usableFromInline
package struct AddressBoundaries: Sendable {
    /// Sorted, each once.
    private let ipv4: [UInt32]
    private let ipv6: [UInt128]
    private let ipv4Buckets: Buckets
    private let ipv6Buckets: Buckets

    /// The boundaries of each family, sorted, none twice.
    package init(ipv4: [UInt32], ipv6: [UInt128]) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
        self.ipv4Buckets = Buckets(of: ipv4.count) { Self.key(ipv4[$0]) }
        self.ipv6Buckets = Buckets(of: ipv6.count) { Self.key(ipv6[$0]) }
    }

    /// How many boundaries of its family are not above an IPv4 address.
    @usableFromInline
    package func position(ofIPv4 address: UInt32) -> Int {
        var (low, high) = self.ipv4Buckets.range(of: Self.key(address), count: self.ipv4.count)
        let boundaries = self.ipv4.span
        while low < high {
            let middle = (low &+ high) >> 1
            if boundaries[middle] <= address { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// How many boundaries of its family are not above an IPv6 address.
    @usableFromInline
    package func position(ofIPv6 address: UInt128) -> Int {
        var (low, high) = self.ipv6Buckets.range(of: Self.key(address), count: self.ipv6.count)
        let boundaries = self.ipv6.span
        while low < high {
            let middle = (low &+ high) >> 1
            if boundaries[middle] <= address { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    private static func key(_ address: UInt32) -> UInt64 { UInt64(address) << 32 }

    /// All that is routed lies in 2000::/3 (RFC 4291, 2.4), so those three bits say nothing: what is outside goes to the ends.
    private static func key(_ address: UInt128) -> UInt64 {
        let high = UInt64(truncatingIfNeeded: address >> 64)
        switch high >> 61 {
        case 0: return 0
        case 1: return high << 3
        default: return .max
        }
    }
}

extension AddressBoundaries {
    /// Where among sorted entries those with the same leading bits begin. Few entries have no table: halving is as fast.
    private struct Buckets: Sendable {
        /// One more than there are buckets; empty when there are none.
        private let starts: [UInt32]
        private let shift: UInt64

        /// Up to so many entries are halved without a table.
        private static let fewest = 64
        private static let mostBits = 18

        init(of count: Int, key: (Int) -> UInt64) {
            guard count > Self.fewest else {
                self.starts = []
                self.shift = 0
                return
            }
            let bits = min(Int.bitWidth - count.leadingZeroBitCount, Self.mostBits)
            self.shift = UInt64(64 - bits)
            var starts = [UInt32](repeating: 0, count: 1 << bits + 1)
            var next = 0
            for bucket in 0..<(1 << bits) {
                while next < count, key(next) >> self.shift < UInt64(bucket) { next += 1 }
                starts[bucket] = UInt32(clamping: next)
            }
            starts[1 << bits] = UInt32(clamping: count)
            self.starts = starts
        }

        /// Between which entries the answer lies.
        @inline(__always)
        func range(of key: UInt64, count: Int) -> (Int, Int) {
            guard !self.starts.isEmpty else { return (0, count) }
            let bucket = Int(truncatingIfNeeded: key >> self.shift)
            let starts = self.starts.span
            return (Int(starts[bucket]), Int(starts[bucket &+ 1]))
        }
    }
}
