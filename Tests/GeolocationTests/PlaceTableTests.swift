import Foundation
import Geolocation
import Keys
import TestKit
import Testing

/// Restrictions: country and network, by databases of the operator.
@Suite struct PlaceTableTests {
    private static let networks = [
        ("81.2.69.0/24", "GB"), ("81.2.69.128/25", "DE"), ("2.0.0.0/8", "FR"), ("255.255.255.255", "US"),
        ("0.0.0.0/8", "AQ"), ("2001:db8::/32", "NL"), ("2001:db8:1::/48", "BE"), ("2a00::/12", "CH"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "NZ"),
    ]

    private static func country(_ table: PlaceTable, _ address: String) throws -> String {
        let value = table.value(of: try #require(IPAddress(address)))
        return try #require(CountryCode(stored: UInt16(value))).description
    }

    @Test(arguments: [24, 28, 32], [true, false])
    func `each address has the country of the longest prefix that holds it`(_ size: Int, _ hasAliases: Bool) throws {
        var database = PlaceDatabase.countries(Self.networks)
        database.recordSize = size
        database.hasAliases = hasAliases
        let table = try PlaceTable(file: database.bytes, content: .country)
        #expect(table.metadata.kind == "Test-Country" && table.metadata.recordSize == size)
        let expected = [
            "81.2.69.1": "GB", "81.2.69.127": "GB", "81.2.69.128": "DE", "81.2.69.255": "DE", "81.2.70.0": "unknown",
            "81.2.68.255": "unknown", "2.255.255.255": "FR", "3.0.0.0": "unknown", "255.255.255.255": "US",
            "255.255.255.254": "unknown", "0.0.0.0": "AQ", "1.0.0.0": "unknown", "2001:db8::1": "NL",
            "2001:db8:1:ffff::": "BE", "2001:db8:2::": "NL", "2a0f:ffff::": "CH", "2a10::": "unknown",
            "::": "unknown", "::1": "unknown", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff": "NZ",
            // The forms of an IPv4 host are where the host is, whether the file says so or not.
            "::ffff:81.2.69.1": "GB", "2002:5102:4501::1": "GB", "64:ff9b::5102:4581": "DE",
        ]
        for (address, country) in expected { #expect(try Self.country(table, address) == country, "\(address)") }
    }

    @Test func `a database of IPv4 alone knows no IPv6`() throws {
        var database = PlaceDatabase.countries(Self.networks)
        database.family = 4
        let table = try PlaceTable(file: database.bytes, content: .country)
        #expect(try Self.country(table, "81.2.69.1") == "GB")
        #expect(try Self.country(table, "2001:db8::1") == "unknown")
        #expect(try Self.country(table, "2002:5102:4501::1") == "GB")
    }

    @Test func `networks are found by their number, in the words of several makers`() throws {
        var database = PlaceDatabase.systems([("192.0.2.0/24", 64_500), ("2001:db8::/32", 4_200_000_000)])
        database.networks.append((try #require(NetworkRange("198.51.100.0/24")), .map([("asn", .text("AS64501"))])))
        database.networks.append((try #require(NetworkRange("203.0.113.0/24")), .map([("other", .flag(true))])))
        let table = try PlaceTable(file: database.bytes, content: .network)
        for (address, number) in [
            ("192.0.2.9", UInt32(64_500)), ("2001:db8::9", 4_200_000_000), ("198.51.100.1", 64_501), ("203.0.113.1", 0),
        ] {
            #expect(table.value(of: try #require(IPAddress(address))) == number)
        }
        let flat = PlaceDatabase([(try #require(NetworkRange("192.0.2.0/24")), .map([("country_code", .text("se"))]))])
        #expect(try Self.country(try PlaceTable(file: flat.bytes, content: .country), "192.0.2.1") == "SE")
        let named = PlaceDatabase([
            (
                try #require(NetworkRange("192.0.2.0/24")),
                .map([("country", .text("Sweden")), ("country_code", .text("SE"))])
            )
        ])
        #expect(try Self.country(try PlaceTable(file: named.bytes, content: .country), "192.0.2.1") == "SE")
    }

    @Test func `a database of something else is refused`() {
        let database = PlaceDatabase.systems([("192.0.2.0/24", 64_500)])
        #expect(throws: DatabaseFault.saysNothing) { try PlaceTable(file: database.bytes, content: .country) }
    }

    @Test func `the library of MaxMind says the same`() throws {
        var generator = SeededGenerator(seed: 4)
        let codes = ["DE", "FR", "US", "JP", "BR", "ZA", "IN", "AU"]
        let networks = try (0..<400).map { index -> (NetworkRange, PlaceDatabase.Value) in
            let length = Int(4 + generator.next() % 28)
            let base = UInt32(truncatingIfNeeded: generator.next()) & (UInt32.max << UInt32(32 - length))
            let high = (0x2a00 + generator.next() % 64) << 48 | (generator.next() & 0xffff) << 32
            let range =
                index % 2 == 0
                ? NetworkRange("\(IPAddress(ipv4: base))/\(length)")
                : NetworkRange("\(IPAddress(ipv6High: high, low: 0))/\(32 + generator.next() % 33)")
            return (try #require(range), .country(codes[Int(generator.next() % 8)]))
        }
        let bytes = PlaceDatabase(networks).bytes
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).mmdb").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let table = try PlaceTable(file: bytes, content: .country)
        var found = 0
        for (range, _) in networks.prefix(150) {
            let address = range.address.description
            let expected = try Self.judge(path, address)
            #expect(try Self.country(table, address) == expected, "\(address)")
            found += expected == "unknown" ? 0 : 1
        }
        #expect(found > 100)
        for _ in 0..<50 {
            let address = IPAddress(ipv4: UInt32(truncatingIfNeeded: generator.next())).description
            #expect(try Self.country(table, address) == Self.judge(path, address), "\(address)")
        }
    }

    /// What `mmdblookup` of libmaxminddb says.
    private static func judge(_ path: String, _ address: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/mmdblookup")
        process.arguments = ["--file", path, "--ip", address, "country", "iso_code"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard let start = text.firstIndex(of: "\"") else { return "unknown" }
        return String(text[text.index(after: start)...].prefix(2))
    }

    @Test func `loops see other databases with the next request`() throws {
        let directory = PlaceDirectory()
        var reader = PlaceDirectory.Reader(directory)
        let address = try #require(IPAddress("192.0.2.1"))
        #expect(reader.place(of: address) == .unknown)
        let one = try PlaceTable(file: PlaceDatabase.countries([("192.0.2.0/24", "DE")]).bytes, content: .country)
        let network = try PlaceTable(file: PlaceDatabase.systems([("192.0.2.0/24", 64_500)]).bytes, content: .network)
        directory.put(Places(countries: one, networks: network))
        #expect(
            reader.place(of: address)
                == Place(country: try #require(CountryCode("DE")), network: .init(rawValue: 64_500)))
        directory.put(nil)
        #expect(reader.place(of: address) == .unknown)
    }
}
