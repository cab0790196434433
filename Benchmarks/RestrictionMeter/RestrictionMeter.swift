import Geolocation
import Glibc
import Keys
import Metering

/// Measures what a restriction costs a request, and exits with 1 where a bar is missed: nanoseconds and allocations of one
/// look-up over addresses that are drawn before.
///
/// `GATEHOUSE_BENCH=1 swift run -c release measure-restrictions [DATABASE.mmdb]`; see `Meter` for allocations.
@main
struct RestrictionMeter {
    private static let lookups = 1_000_000
    private var random = MeterRandom()

    static func main() {
        var meter = Self()
        exit(meter.run() ? 0 : 1)
    }

    private mutating func run() -> Bool {
        var isWithin = true
        for count in [5, 8, 64, 1_024, 10_000, 100_000] {
            let ranges = (0..<count).map { _ in self.range() }
            let (allowed, denied) = (AddressSet(allowing: ranges), AddressSet(denying: ranges))
            let addresses = self.addresses(near: ranges)
            let allow = Self.measure("allow list of \(count) networks", addresses) { allowed.contains($0) ? 1 : 0 }
            let deny = Self.measure("deny list of \(count) networks", addresses) { denied.contains($0) ? 1 : 0 }
            if count == 100_000 { isWithin = isWithin && allow < 150 && deny < 150 }
        }
        if let window = TimeWindow("mon-fri 09:00-17:30 Europe/Berlin"), let zone = Self.zone("Europe/Berlin") {
            let compiled = CompiledTimeWindow(window, in: zone)
            let moments = (0..<Self.lookups).map { _ in
                WallTime(seconds: 1_700_000_000 + Int64(self.random.next() >> 36))
            }
            _ = Self.measure("time window", moments) { compiled.holds(at: $0) ? 1 : 0 }
        }
        if let path = CommandLine.arguments.dropFirst().first {
            guard let bytes = Self.file(path), let table = try? PlaceTable(file: bytes, content: .country) else {
                print("\(path) is no database of countries")
                return false
            }
            let addresses = (0..<Self.lookups).map { _ in
                IPAddress(ipv4: UInt32(truncatingIfNeeded: self.random.next()))
            }
            _ = Self.measure("country among \(table.count) stretches", addresses) { Int(table.value(of: $0)) }
        }
        return isWithin
    }

    private static func measure<Input>(_ name: String, _ inputs: [Input], _ look: (Input) -> Int) -> Double {
        Meter.measure(name, each: "look-ups", of: inputs.count) {
            var found = 0
            for input in inputs { found &+= look(input) }
            return found
        }
    }

    /// Three of four are IPv4, /20 to /32, so that few of them meet; the others IPv6 where most of it is routed, /24 to /64.
    private mutating func range() -> NetworkRange {
        while true {
            let draw = self.random.next()
            if draw % 4 != 0 {
                let length = 20 + UInt32((draw >> 8) % 13)
                let base = UInt32(truncatingIfNeeded: draw >> 32) & (UInt32.max << (32 - length))
                if let range = NetworkRange("\(IPAddress(ipv4: base))/\(length)") { return range }
            } else {
                let length = 24 + (draw >> 8) % 41
                let high = (0x2a00 << 48 | self.random.next() >> 12) & (UInt64.max << (64 - length))
                if let range = NetworkRange("\(IPAddress(ipv6High: high, low: 0))/\(length)") { return range }
            }
        }
    }

    /// Half of them lie in one of the ranges, half anywhere.
    private mutating func addresses(near ranges: [NetworkRange]) -> [IPAddress] {
        (0..<Self.lookups).map { index in
            let draw = self.random.next()
            if index % 2 == 0 { return ranges[Int(draw % UInt64(ranges.count))].address }
            return index % 8 == 1
                ? IPAddress(ipv6High: 0x2a00 << 48 | draw >> 12, low: draw) : IPAddress(ipv4: UInt32(draw >> 32))
        }
    }

    private static func zone(_ name: String) -> ZoneRules? {
        self.file("/usr/share/zoneinfo/\(name)").flatMap { try? ZoneRules(file: $0) }
    }

    private static func file(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }
}
