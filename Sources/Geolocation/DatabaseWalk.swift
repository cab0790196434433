/// Goes once through the tree of a database, from the lowest address to the highest (MaxMind DB File Format Specification 2.0,
/// "Binary Search Tree Section").
///
/// A tree has as many steps as nodes. What takes more is none: nodes that hang below several others, or below themselves.
struct DatabaseWalk {
    private let bytes: [UInt8]
    private let metadata: DatabaseMetadata
    private let content: DatabaseContent
    private var decoder: DataDecoder
    private let dataStart: Int
    private let dataEnd: Int
    /// What records say, by where they lie: many networks share one.
    private var known: [Int: UInt32] = [:]
    private var stepsLeft: Int
    private(set) var saysSomething = false

    private(set) var ipv4 = Stretches<UInt32>()
    private(set) var ipv6 = Stretches<UInt128>()

    private static let separator = 16

    init(
        _ bytes: [UInt8], _ metadata: DatabaseMetadata, end: Int, content: DatabaseContent
    ) throws(DatabaseFault) {
        let dataStart = metadata.treeBytes + Self.separator
        guard dataStart <= end else { throw .truncated }
        self.bytes = bytes
        self.metadata = metadata
        self.content = content
        self.dataStart = dataStart
        self.dataEnd = end
        self.decoder = DataDecoder(bytes, from: dataStart, to: end)
        self.stepsLeft = metadata.nodeCount
    }

    mutating func run() throws(DatabaseFault) {
        guard self.metadata.addressFamily == 6 else {
            self.ipv4 = try self.walk(from: 0)
            return
        }
        // IPv4 lies below 96 zero bits. Other places that lead to the same node are other forms of those addresses, which are
        // looked up by their host.
        var root = 0
        for _ in 0..<96 where root < self.metadata.nodeCount { root = self.record(of: root, right: false) }
        self.ipv4 = try self.walk(from: root)
        self.ipv6 = try self.walk(from: 0, leavingOut: root < self.metadata.nodeCount ? root : Self.nothing)
    }

    /// Goes through what hangs below a node, as deep as an address has bits. Of the node that is left out nothing is said.
    private mutating func walk<Number: FixedWidthInteger & UnsignedInteger & Sendable>(
        from root: Int, leavingOut left: Int = Self.nothing
    ) throws(DatabaseFault) -> Stretches<Number> {
        var stretches = Stretches<Number>()
        var open = [Branch<Number>(record: root, start: 0, depth: 0)]
        while let branch = open.popLast() {
            guard branch.record < self.metadata.nodeCount, branch.record != left else {
                try stretches.append(branch.start, branch.record == left ? 0 : try self.value(of: branch.record))
                continue
            }
            try self.step(branch.depth, of: Number.bitWidth)
            let right = branch.start | Number(1) << (Number.bitWidth - 1 - branch.depth)
            open.append(
                .init(record: self.record(of: branch.record, right: true), start: right, depth: branch.depth + 1))
            open.append(
                .init(
                    record: self.record(of: branch.record, right: false), start: branch.start,
                    depth: branch.depth + 1))
        }
        return stretches
    }

    /// The number of no record.
    private static let nothing = -1

    /// Part of the tree that is still to be gone through: never more of them than an address has bits, and one.
    private struct Branch<Number> {
        let record: Int
        let start: Number
        let depth: Int
    }

    private mutating func step(_ depth: Int, of width: Int) throws(DatabaseFault) {
        self.stepsLeft -= 1
        guard depth < width, self.stepsLeft >= 0 else { throw .notTree }
    }

    /// One of the two records of a node. The tree lies wholly in the bytes.
    private func record(of node: Int, right: Bool) -> Int {
        let size = self.metadata.recordSize / 4
        let start = node * size
        func byte(_ offset: Int) -> Int { Int(self.bytes[start + offset]) }
        switch (self.metadata.recordSize, right) {
        case (24, false): return byte(0) << 16 | byte(1) << 8 | byte(2)
        case (24, true): return byte(3) << 16 | byte(4) << 8 | byte(5)
        case (28, false): return (byte(3) & 0xf0) << 20 | byte(0) << 16 | byte(1) << 8 | byte(2)
        case (28, true): return (byte(3) & 0x0f) << 24 | byte(4) << 16 | byte(5) << 8 | byte(6)
        case (_, false): return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)
        case (_, true): return byte(4) << 24 | byte(5) << 16 | byte(6) << 8 | byte(7)
        }
    }

    /// What a record says that is no node.
    private mutating func value(of record: Int) throws(DatabaseFault) -> UInt32 {
        if record == self.metadata.nodeCount { return 0 }
        let offset = record - self.metadata.nodeCount - Self.separator
        guard offset >= 0, offset < self.dataEnd - self.dataStart else { throw .recordOutOfRange }
        if let known = self.known[offset] { return known }
        let value = try self.decoder.content(self.content, at: self.dataStart + offset)
        self.known[offset] = value
        if value != 0 { self.saysSomething = true }
        return value
    }
}
