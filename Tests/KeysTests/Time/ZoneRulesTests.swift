import Foundation
import Keys
import TestKit
import Testing

@Suite struct ZoneRulesTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
    }

    @Test func `every zone of the system is read, and says what Foundation says`() throws {
        var generator = SeededGenerator(seed: 9)
        let names = TimeZone.knownTimeZoneIdentifiers.filter { ZoneSource.isName($0) }
        #expect(names.count > 300)
        for name in names {
            guard let zone = TimeZone(identifier: name), let bytes = try? Self.bytes(name) else { continue }
            let rules = try ZoneRules(file: bytes)
            for _ in 0..<60 {
                let moment = Int64(generator.next() % 2_200_000_000)
                let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(moment)))
                #expect(rules.offset(at: moment) == Int64(expected), "\(name) at \(WallTime(seconds: moment))")
            }
        }
    }

    @Test func `a broken file is refused, wherever it is broken`() throws {
        let whole = try Self.bytes("Europe/Berlin")
        #expect(throws: Never.self) { try ZoneRules(file: whole) }
        for length in 0..<whole.count {
            #expect(throws: ZoneFileFault.self) { try ZoneRules(file: Array(whole.prefix(length))) }
        }
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            var broken = whole
            for _ in 0...(generator.next() % 4) {
                broken[Int(generator.next() % UInt64(broken.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            // Read or refused: never a trap, and offsets stay within bounds.
            guard let rules = try? ZoneRules(file: broken) else { continue }
            #expect((-89_999...93_599).contains(rules.offset(at: Int64(bitPattern: generator.next()))))
        }
    }

    @Test(arguments: [
        ([UInt8](), ZoneFileFault.truncated), (Array("not a zone".utf8), .notTimeZoneFile),
        (Array("TZif2".utf8), .truncated), ([UInt8](repeating: 0x41, count: 70_000), .countsOutOfRange),
    ])
    func `what is no zone is told apart`(_ bytes: [UInt8], _ fault: ZoneFileFault) {
        #expect(throws: fault) { try ZoneRules(file: bytes) }
    }

    @Test(arguments: ["Europe/Berlin", "UTC", "Etc/GMT+5", "America/Argentina/Ushuaia"])
    func `names of zones are names`(_ name: String) { #expect(ZoneSource.isName(name)) }

    @Test(arguments: [
        "", "/etc/passwd", "../x", "Europe/../x", "Europe//Berlin", "Europe/Berlin/", "a b", "a/b/c/d", ".", "-5",
    ])
    func `what leads elsewhere is no name`(_ name: String) { #expect(!ZoneSource.isName(name)) }
}
