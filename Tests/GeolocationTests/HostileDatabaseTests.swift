import Geolocation
import Keys
import TestKit
import Testing

/// Hostile mmdb files: refused or survived, never followed.
@Suite struct HostileDatabaseTests {
    private static let whole = PlaceDatabase.countries([
        ("81.2.69.0/24", "GB"), ("2.0.0.0/8", "FR"), ("2001:db8::/32", "NL"), ("10.0.0.0/9", "DE"),
    ]).bytes

    private static func read(_ bytes: [UInt8]) throws(DatabaseFault) -> PlaceTable {
        try PlaceTable(file: bytes, content: .country)
    }

    @Test func `a file that is cut off is refused, wherever`() {
        for length in 0..<Self.whole.count {
            #expect(throws: DatabaseFault.self, "\(length)") { try Self.read(Array(Self.whole.prefix(length))) }
        }
        for length in stride(from: 1, to: Self.whole.count, by: 7) {
            // Without its beginning the tree is another one: read or refused.
            _ = try? Self.read(Array(Self.whole.dropFirst(length)))
        }
    }

    @Test func `any bytes changed are read or refused`() throws {
        var generator = SeededGenerator(seed: 99)
        var read = 0
        for _ in 0..<30_000 {
            var broken = Self.whole
            for _ in 0...(generator.next() % 6) {
                let place = Int(generator.next() % UInt64(broken.count))
                broken[place] = generator.next() % 3 == 0 ? 0xff : UInt8(truncatingIfNeeded: generator.next())
            }
            guard let table = try? Self.read(broken) else { continue }
            read += 1
            _ = table.value(of: .init(ipv4: UInt32(truncatingIfNeeded: generator.next())))
            _ = table.value(of: .init(ipv6High: generator.next(), low: generator.next()))
        }
        #expect(read > 0)
    }

    /// The metadata of a file with so many nodes, of 24 bits a record.
    private static func metadata(nodes: UInt32, recordSize: UInt32 = 24, family: UInt32 = 4, version: UInt32 = 2)
        -> [UInt8]
    {
        func number(_ name: String, _ value: UInt32) -> [UInt8] {
            let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
            return [0x40 | UInt8(min(name.utf8.count, 28))] + Array(name.utf8) + [0xc4] + bytes
        }
        let name = "binary_format_major_version"
        return [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8) + [0xe4] + number("node_count", nodes)
            + number("record_size", recordSize) + number("ip_version", family) + number(name, version)
    }

    /// A file of one node with these two records of 24 bits, and these data.
    private static func file(_ left: UInt32, _ right: UInt32, data: [UInt8] = [], nodes: UInt32 = 1) -> [UInt8] {
        let tree = [left, right].flatMap { record in
            [16, 8, 0].map { UInt8(truncatingIfNeeded: record >> UInt32($0)) }
        }
        let all = (0..<Int(nodes)).flatMap { _ in tree }
        return all + [UInt8](repeating: 0, count: 16) + data + Self.metadata(nodes: nodes)
    }

    @Test(arguments: [
        // A node below itself; two nodes below each other.
        (Self.file(0, 1), DatabaseFault.notTree), (Self.file(0, 0), .notTree), (Self.file(1, 0, nodes: 2), .notTree),
        // Records in the separator, and behind the end.
        (Self.file(5, 1), .recordOutOfRange), (Self.file(17, 1), .recordOutOfRange),
        (Self.file(0xff_ffff, 1), .recordOutOfRange),
        // A pointer to itself, to another pointer, and outside.
        (Self.file(17, 1, data: [0x20, 0x00]), .dataMalformed),
        (Self.file(17, 1, data: [0x20, 0x02, 0x20, 0x00]), .dataMalformed),
        (Self.file(17, 1, data: [0x27, 0xff]), .dataMalformed),
        (Self.file(17, 1, data: [0x38, 255, 255, 255, 255]), .dataMalformed),
        // A map of sixteen million members, a text of as many bytes, a number of 28.
        (Self.file(17, 1, data: [0xff, 255, 255, 255]), .dataMalformed),
        (Self.file(17, 1, data: [0xe1, 0x5f, 255, 255, 255]), .dataMalformed),
        (Self.file(17, 1, data: [0xe1, 0xdc]), .dataMalformed),
        // A type that there is not; a name that is a number.
        (Self.file(17, 1, data: [0x00, 0xff]), .dataMalformed),
        (Self.file(17, 1, data: [0xe1, 0xa1, 0x01, 0xe0]), .dataMalformed),
        // Maps in maps in maps.
        (
            Self.file(
                17, 1,
                data: [0xe1, 0x41, 0x61] + [UInt8](repeating: 0x01, count: 1) + [0x04]
                    + (0..<60).flatMap { _ in [UInt8(0x01), 0x04] }), .dataMalformed
        ),
    ])
    func `each trick has its answer`(_ bytes: [UInt8], _ fault: DatabaseFault) {
        #expect(throws: fault) { try Self.read(bytes) }
    }

    @Test(arguments: [
        (Self.metadata(nodes: 1), DatabaseFault.truncated), (Self.metadata(nodes: .max), .tooLarge),
        (Self.metadata(nodes: 0), .metadataMalformed), (Self.metadata(nodes: 1, recordSize: 23), .metadataMalformed),
        (Self.metadata(nodes: 1, family: 5), .metadataMalformed),
        (Self.metadata(nodes: 1, version: 3), .versionNotSupported),
        (Array("not a database at all".utf8), .notDatabase), ([], .notDatabase),
        ([0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8), .dataMalformed),
    ])
    func `metadata that make no sense are refused`(_ bytes: [UInt8], _ fault: DatabaseFault) {
        #expect(throws: fault) { try Self.read(bytes) }
    }

    @Test func `data that are gone through again and again come to an end`() {
        // A thousand records, each a map of which the same half megabyte is skipped in search of a country.
        let long: [UInt8] = [0xe1, 0x41, 0x61, 0x1f, 0x04, 0x05, 0x00, 0x00] + [UInt8](repeating: 0xa0, count: 400_000)
        var generator = SeededGenerator(seed: 3)
        var bytes = Self.file(17, 1, data: long)
        #expect(throws: DatabaseFault.self) { try Self.read(bytes) }
        bytes = (0..<200_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) } + Self.metadata(nodes: 30_000)
        #expect(throws: DatabaseFault.self) { try Self.read(bytes) }
    }
}
