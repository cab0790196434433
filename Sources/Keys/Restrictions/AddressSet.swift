/// Ranges of addresses, made ready for being asked on every request: a union of intervals that do not touch.
@usableFromInline
package struct AddressSet: Sendable {
    /// At each boundary the set begins or ends: an address with an odd number of boundaries up to it is inside.
    private let boundaries: AddressBoundaries
    /// Whether IPv6 addresses are also asked for by the IPv4 host they stand for.
    private let reachesHosts: Bool

    private init(_ ipv4: IntervalUnion<UInt32>, _ ipv6: IntervalUnion<UInt128>, reachesHosts: Bool) {
        self.boundaries = .init(ipv4: ipv4.boundaries, ipv6: ipv6.boundaries)
        self.reachesHosts = reachesHosts
    }

    /// What is let in: in the form that was written down. Holds what one of the ranges `contains`.
    package init(allowing ranges: [NetworkRange]) {
        let (ipv4, ipv6) = Self.unions(of: ranges)
        self.init(ipv4, ipv6, reachesHosts: false)
    }

    /// What is kept out: in whatever form the host's address comes. Holds what one of the ranges `reaches`.
    package init(denying ranges: [NetworkRange]) {
        let (ipv4, ipv6) = Self.unions(of: ranges + ranges.compactMap(\.hostRange))
        self.init(ipv4, ipv6, reachesHosts: true)
    }

    private static func unions(of ranges: [NetworkRange]) -> (IntervalUnion<UInt32>, IntervalUnion<UInt128>) {
        var ipv4 = IntervalUnion<UInt32>()
        var ipv6 = IntervalUnion<UInt128>()
        for range in ranges {
            if range.address.isIPv4 {
                let first = UInt32(truncatingIfNeeded: range.address.low)
                ipv4.insert(first...(first | (range.prefixLength == 0 ? .max : ~(.max << (32 - range.prefixLength)))))
            } else {
                let first = range.address.wide
                ipv6.insert(first...(first | (range.prefixLength == 0 ? .max : ~(.max << (128 - range.prefixLength)))))
            }
        }
        return (ipv4, ipv6)
    }

    /// Whether the address is in the set. Allocates nothing.
    @usableFromInline
    package func contains(_ address: IPAddress) -> Bool {
        if address.isIPv4 { return self.containsIPv4(address) }
        if self.boundaries.position(ofIPv6: address.wide) & 1 == 1 { return true }
        guard self.reachesHosts, let host = address.hostIPv4 else { return false }
        return self.containsIPv4(host)
    }

    private func containsIPv4(_ address: IPAddress) -> Bool {
        self.boundaries.position(ofIPv4: UInt32(truncatingIfNeeded: address.low)) & 1 == 1
    }
}

extension IPAddress {
    /// The address as one number.
    package var wide: UInt128 { UInt128(self.high) << 64 | UInt128(self.low) }
}

/// Intervals on their way to becoming one set.
private struct IntervalUnion<Number: FixedWidthInteger & Sendable> {
    private var intervals: [ClosedRange<Number>] = []

    mutating func insert(_ interval: ClosedRange<Number>) { self.intervals.append(interval) }

    /// Where the union begins and, one behind, ends, in turn. An end beyond the last number is left out.
    var boundaries: [Number] {
        var boundaries: [Number] = []
        var last: ClosedRange<Number>?
        for interval in self.intervals.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let open = last else {
                last = interval
                continue
            }
            // Neighbours become one.
            if open.upperBound == .max || interval.lowerBound <= open.upperBound + 1 {
                last = open.lowerBound...max(open.upperBound, interval.upperBound)
            } else {
                boundaries += [open.lowerBound, open.upperBound + 1]
                last = interval
            }
        }
        if let open = last {
            boundaries.append(open.lowerBound)
            if open.upperBound < .max { boundaries.append(open.upperBound + 1) }
        }
        return boundaries
    }
}
