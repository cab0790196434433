package import Keys

/// Writes databases of places as MaxMind's tools do (MaxMind DB File Format Specification 2.0), for tests.
package struct PlaceDatabase {
    /// A value of the data section.
    package indirect enum Value {
        case text(String)
        case number(UInt32)
        case short(UInt16)
        case long(UInt64)
        case map([(String, Value)])
        case array([Value])
        case flag(Bool)
        case double([UInt8])

        /// `{"country": {"iso_code": …}}` with members around that nobody asks for.
        package static func country(_ code: String) -> Value {
            .map([
                ("continent", .map([("code", .text("EU")), ("names", .map([("en", .text("Europe"))]))])),
                ("country", .map([("geoname_id", .number(2_921_044)), ("iso_code", .text(code))])),
                ("registered_country", .map([("iso_code", .text("ZZ"))])),
            ])
        }

        package static func network(_ number: UInt32) -> Value {
            .map([
                ("autonomous_system_number", .number(number)),
                ("autonomous_system_organization", .text("Example of a network whose name is longer than twenty-nine")),
            ])
        }
    }

    package var networks: [(NetworkRange, Value)]
    /// 24, 28 or 32.
    package var recordSize = 28
    /// 4 or 6.
    package var family = 6
    /// Whether ::ffff:0:0/96, 2002::/16 and 64:ff9b::/96 lead to IPv4, as in MaxMind's.
    package var hasAliases = true
    package var kind = "Test-Country"

    package init(_ networks: [(NetworkRange, Value)]) { self.networks = networks }

    /// Countries by their networks.
    package static func countries(_ networks: [(String, String)]) -> PlaceDatabase {
        .init(networks.compactMap { text, code in NetworkRange(text).map { ($0, Value.country(code)) } })
    }

    /// Autonomous systems by their networks.
    package static func systems(_ networks: [(String, UInt32)]) -> PlaceDatabase {
        var database = Self(
            networks.compactMap { text, number in NetworkRange(text).map { ($0, Value.network(number)) } })
        database.kind = "Test-ASN"
        return database
    }

    /// Where a branch of the tree leads.
    private enum Target {
        case nothing
        case node(Int)
        case data(Int)
    }

    /// The file.
    package var bytes: [UInt8] {
        var nodes: [(Target, Target)] = [(.nothing, .nothing)]
        var data = DataSection()
        // Shorter prefixes first, so that longer ones cut into them.
        for (range, value) in self.networks.sorted(by: { $0.0.prefixLength < $1.0.prefixLength }) {
            let isIPv4 = range.address.isIPv4
            guard !(self.family == 4 && !isIPv4) else { continue }
            let lead = isIPv4 && self.family == 6 ? 96 : 0
            let width = self.family == 4 ? 32 : 128
            self.insert(
                range.address.wide, of: width, depth: lead + range.prefixLength, .data(data.place(of: value)),
                into: &nodes)
        }
        if self.hasAliases, self.family == 6, case .node(let root) = self.target(of: 0, depth: 96, in: nodes) {
            for (text, length) in [("2002::", 16), ("64:ff9b::", 96)] {
                guard let address = IPAddress(text) else { continue }
                self.insert(address.wide, of: 128, depth: length, .node(root), into: &nodes)
            }
            self.insert(0xffff << 32, of: 128, depth: 96, .node(root), into: &nodes)
        }
        var bytes: [UInt8] = []
        for node in nodes { self.write(node, count: nodes.count, to: &bytes) }
        bytes += [UInt8](repeating: 0, count: 16)
        bytes += data.bytes
        bytes += [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)
        var metadata = DataSection()
        metadata.write(
            .map([
                ("node_count", .number(UInt32(nodes.count))), ("record_size", .short(UInt16(self.recordSize))),
                ("ip_version", .short(UInt16(self.family))), ("database_type", .text(self.kind)),
                ("languages", .array([.text("en")])), ("binary_format_major_version", .short(2)),
                ("binary_format_minor_version", .short(0)), ("build_epoch", .long(1_790_000_000)),
                ("description", .map([("en", .text("made for a test"))])),
            ]))
        return bytes + metadata.bytes
    }

    private func insert(
        _ address: UInt128, of width: Int, depth: Int, _ target: Target, into nodes: inout [(Target, Target)]
    ) {
        var node = 0
        for level in 0..<depth {
            let isRight = address >> UInt128(width - 1 - level) & 1 == 1
            let next = isRight ? nodes[node].1 : nodes[node].0
            var wanted = target
            if level < depth - 1 {
                if case .node(let child) = next {
                    node = child
                    continue
                }
                // What was said of the whole holds for both halves until more is said of one.
                nodes.append((next, next))
                wanted = .node(nodes.count - 1)
            }
            if isRight { nodes[node].1 = wanted } else { nodes[node].0 = wanted }
            if case .node(let child) = wanted { node = child }
        }
    }

    private func target(of address: UInt128, depth: Int, in nodes: [(Target, Target)]) -> Target {
        var target = Target.node(0)
        for level in 0..<depth {
            guard case .node(let node) = target else { return target }
            target = address >> UInt128(127 - level) & 1 == 1 ? nodes[node].1 : nodes[node].0
        }
        return target
    }

    private func write(_ node: (Target, Target), count: Int, to bytes: inout [UInt8]) {
        let records = [node.0, node.1].map { target in
            switch target {
            case .nothing: UInt32(count)
            case .node(let number): UInt32(number)
            case .data(let offset): UInt32(count + 16 + offset)
            }
        }
        func byte(_ record: Int, _ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: records[record] >> shift) }
        switch self.recordSize {
        case 24: bytes += [byte(0, 16), byte(0, 8), byte(0, 0), byte(1, 16), byte(1, 8), byte(1, 0)]
        case 28:
            let middle = (byte(0, 24) & 0xf) << 4 | (byte(1, 24) & 0xf)
            bytes += [byte(0, 16), byte(0, 8), byte(0, 0), middle, byte(1, 16), byte(1, 8), byte(1, 0)]
        default:
            for record in 0..<2 { bytes += [byte(record, 24), byte(record, 16), byte(record, 8), byte(record, 0)] }
        }
    }
}

/// The data of a database. Texts that come again are pointed to, as MaxMind's tools do.
private struct DataSection {
    private(set) var bytes: [UInt8] = []
    private var texts: [String: Int] = [:]
    private var records: [String: Int] = [:]

    /// Where the value lies; the same value lies there once.
    mutating func place(of value: PlaceDatabase.Value) -> Int {
        let name = "\(value)"
        if let known = self.records[name] { return known }
        let place = self.bytes.count
        self.write(value)
        self.records[name] = place
        return place
    }

    mutating func write(_ value: PlaceDatabase.Value) {
        switch value {
        case .text(let text):
            if let place = self.texts[text] { return self.point(to: place) }
            self.texts[text] = self.bytes.count
            self.control(2, text.utf8.count)
            self.bytes += text.utf8
        case .number(let number): self.write(UInt64(number), kind: 6)
        case .short(let number): self.write(UInt64(number), kind: 5)
        case .long(let number): self.write(number, kind: 9)
        case .map(let members):
            self.control(7, members.count)
            for (name, member) in members {
                self.write(.text(name))
                self.write(member)
            }
        case .array(let values):
            self.control(11, values.count)
            for value in values { self.write(value) }
        case .flag(let isSet): self.control(14, isSet ? 1 : 0)
        case .double(let raw):
            self.control(3, 8)
            self.bytes += raw
        }
    }

    private mutating func write(_ number: UInt64, kind: Int) {
        let all = [56, 48, 40, 32, 24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
        let significant = Array(all.drop { $0 == 0 })
        self.control(kind, significant.count)
        self.bytes += significant
    }

    private mutating func control(_ kind: Int, _ size: Int) {
        let short = size < 29 ? size : size < 285 ? 29 : 30
        self.bytes.append(UInt8(kind < 8 ? kind << 5 : 0) | UInt8(short))
        if kind >= 8 { self.bytes.append(UInt8(kind - 7)) }
        if short == 29 { self.bytes.append(UInt8(size - 29)) }
        if short == 30 { self.bytes += [UInt8((size - 285) >> 8), UInt8((size - 285) & 0xff)] }
    }

    private mutating func point(to place: Int) {
        if place < 2_048 {
            self.bytes += [0x20 | UInt8(place >> 8), UInt8(place & 0xff)]
        } else {
            let rest = place - 2_048
            self.bytes += [0x28 | UInt8(rest >> 16), UInt8(rest >> 8 & 0xff), UInt8(rest & 0xff)]
        }
    }
}
