package import Keys

/// A database as requests want it: where along the addresses what it says changes, and to what. Flat, without pointers, and
/// nothing of the file is left in it.
package struct PlaceTable: Sendable {
    package let metadata: DatabaseMetadata
    private let boundaries: AddressBoundaries
    /// What holds before the first boundary, then from each on.
    private let ipv4: [UInt32]
    private let ipv6: [UInt32]

    /// Longest file that is looked at.
    package static let longestFile = 512 << 20

    /// Reads a whole file and leaves it.
    package init(file bytes: [UInt8], content: DatabaseContent) throws(DatabaseFault) {
        guard bytes.count <= Self.longestFile else { throw .tooLarge }
        let (metadata, end) = try DatabaseMetadata.read(bytes)
        var walk = try DatabaseWalk(bytes, metadata, end: end, content: content)
        try walk.run()
        guard walk.saysSomething else { throw .saysNothing }
        self.metadata = metadata
        self.boundaries = .init(ipv4: walk.ipv4.starts, ipv6: walk.ipv6.starts)
        self.ipv4 = walk.ipv4.values
        self.ipv6 = walk.ipv6.values
    }

    /// How many stretches of addresses it tells apart.
    package var count: Int { self.ipv4.count + self.ipv6.count }

    /// What it says of an address; 0 for nothing. An IPv6 address that stands for an IPv4 host is where that host is.
    /// Allocates nothing.
    @usableFromInline
    package func value(of address: IPAddress) -> UInt32 {
        if let host = address.hostIPv4 {
            return self.ipv4[self.boundaries.position(ofIPv4: UInt32(truncatingIfNeeded: host.low))]
        }
        return self.ipv6[self.boundaries.position(ofIPv6: address.wide)]
    }
}

/// Stretches of addresses in order, on their way into a table.
struct Stretches<Number: FixedWidthInteger & Sendable> {
    private(set) var starts: [Number] = []
    private(set) var values: [UInt32] = [0]

    /// Most of them: four times as many as the largest databases have.
    private static var most: Int { 16_000_000 }

    /// From there on, until the next one, it is so. Comes in ascending order.
    mutating func append(_ start: Number, _ value: UInt32) throws(DatabaseFault) {
        guard value != self.values[self.values.count - 1] else { return }
        if start == 0 {
            self.values[0] = value
            return
        }
        guard self.starts.count < Self.most else { throw .tooLarge }
        self.starts.append(start)
        self.values.append(value)
    }
}
