import Keys
import TestKit
import Testing

/// Restrictions: CIDR allow and deny (v4, v6, mapped addresses; compiled).
@Suite struct AddressSetTests {
    /// What the compiled sets answer must be what asking one range after the other answers.
    private static func disagreement(_ ranges: [NetworkRange], _ addresses: [IPAddress]) -> String? {
        let allowed = AddressSet(allowing: ranges)
        let denied = AddressSet(denying: ranges)
        for address in addresses {
            if allowed.contains(address) != ranges.contains(where: { $0.contains(address) }) {
                return "allow \(address)"
            }
            if denied.contains(address) != ranges.contains(where: { $0.reaches(address) }) { return "deny \(address)" }
        }
        return nil
    }

    @Test(arguments: [3, 9, 40, 400])
    func `compiled ranges answer as one after the other does, in every form of an address`(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for round in 0..<60 {
            var ranges = (0..<count).map { _ in Self.range(&generator) }
            let addresses = ranges.flatMap { Self.addresses(around: $0, &generator) }
            guard var wrong = Self.disagreement(ranges, addresses) else { continue }
            // Shrinks to as few ranges as still disagree.
            var index = 0
            while index < ranges.count {
                var fewer = ranges
                fewer.remove(at: index)
                if let still = Self.disagreement(fewer, addresses) {
                    (ranges, wrong) = (fewer, still)
                } else {
                    index += 1
                }
            }
            Issue.record("round \(round): \(wrong) of \(ranges.map(\.description))")
            return
        }
    }

    @Test(arguments: [
        (["0.0.0.0/0"], "255.255.255.255", true, true), (["0.0.0.0/0"], "::1", false, false),
        (["::/0"], "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true, true), (["::/0"], "10.0.0.1", false, false),
        (["10.0.0.0/9", "10.128.0.0/9"], "10.127.255.255", true, true),
        (["10.0.0.0/9", "10.128.0.0/9"], "11.0.0.0", false, false),
        (["10.0.0.0/8", "10.1.2.0/24"], "10.1.2.3", true, true), (["10.0.0.0/8"], "::ffff:10.1.2.3", true, true),
        (["10.0.0.0/8"], "64:ff9b::a01:203", false, true), (["10.0.0.0/8"], "2002:0a01:0203::1", false, true),
        (["64:ff9b::a00:0/104"], "10.1.2.3", false, true), (["255.255.255.255"], "255.255.255.255", true, true),
        ([String](), "10.0.0.1", false, false),
    ])
    func `the edges of both families are inside, and neighbours are not`(
        _ texts: [String], _ address: String, _ isAllowed: Bool, _ isDenied: Bool
    ) throws {
        let ranges = texts.compactMap { NetworkRange($0) }
        #expect(ranges.count == texts.count)
        let address = try #require(IPAddress(address))
        #expect(AddressSet(allowing: ranges).contains(address) == isAllowed)
        #expect(AddressSet(denying: ranges).contains(address) == isDenied)
    }

    @Test func `a hundred thousand networks answer as they stand`() {
        var generator = SeededGenerator(seed: 100_000)
        let ranges = (0..<100_000).map { _ in Self.range(&generator, longestIPv4: 24) }
        let set = AddressSet(allowing: ranges)
        // One after the other would take minutes: each address lies in a range that is known to hold it.
        for range in ranges.prefix(20_000) {
            #expect(set.contains(range.address), "\(range)")
        }
        for _ in 0..<20 {
            let address = Self.address(&generator)
            #expect(set.contains(address) == ranges.contains { $0.contains(address) }, "\(address)")
        }
    }

    private static func range(_ generator: inout SeededGenerator, longestIPv4: UInt64 = 32) -> NetworkRange {
        while true {
            let address = self.address(&generator)
            let length = Int(address.isIPv4 ? 1 + generator.next() % longestIPv4 : 8 + generator.next() % 121)
            if address.isIPv4 {
                let mask = UInt32.max << UInt32(32 - length)
                let base = IPAddress(ipv4: UInt32(truncatingIfNeeded: address.low) & mask)
                if let range = NetworkRange("\(base)/\(length)") { return range }
            } else {
                let mask = UInt128.max << UInt128(128 - length)
                let base = address.wide & mask
                let masked = IPAddress(
                    ipv6High: UInt64(truncatingIfNeeded: base >> 64), low: UInt64(truncatingIfNeeded: base))
                if !masked.isIPv4, let range = NetworkRange("\(masked)/\(length)") { return range }
            }
        }
    }

    /// IPv4, IPv6 in one of a few blocks so that ranges meet, and the forms that stand for an IPv4 host.
    private static func address(_ generator: inout SeededGenerator) -> IPAddress {
        let host = UInt32(truncatingIfNeeded: generator.next()) & 0xff0f_ff0f
        let rest = generator.next()
        switch generator.next() % 8 {
        case 0, 1, 2: return .init(ipv4: host)
        case 3: return .init(ipv6High: 0x0064_ff9b_0000_0000, low: UInt64(host))
        case 4: return .init(ipv6High: 0x2002 << 48 | UInt64(host) << 16, low: 0)
        case 5: return .init(ipv6High: 0x2001_0000_0000_0000, low: UInt64(~host))
        case 6: return .init(ipv6High: rest, low: generator.next())
        default: return .init(ipv6High: 0x2a00_0000_0000_0000 | (rest & 0x000f_ffff_0000_ffff), low: generator.next())
        }
    }

    /// The first and the last of a range, those beside it, one inside, and the hosts they stand for.
    private static func addresses(around range: NetworkRange, _ generator: inout SeededGenerator) -> [IPAddress] {
        let width = range.address.isIPv4 ? 32 : 128
        let free = width - range.prefixLength
        let size: UInt128 = free == 128 ? .max : 1 << UInt128(free)
        let first = range.address.wide
        let inside = first &+ (UInt128(generator.next()) << 64 | UInt128(generator.next())) % size
        let numbers = [first, first &+ (size &- 1), first &- 1, first &+ size, inside]
        let addresses = numbers.map { number in
            range.address.isIPv4
                ? IPAddress(ipv4: UInt32(truncatingIfNeeded: number))
                : IPAddress(ipv6High: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number))
        }
        return addresses + addresses.compactMap(\.hostIPv4)
    }
}
