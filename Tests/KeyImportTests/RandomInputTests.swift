import KeyImport
import Keys
import TestKit
import Testing

/// Whatever a file holds, reading it ends, and what comes out keeps to the bounds of the admin API.
@Suite struct RandomInputTests {
    private static let samples: [(ImportSource, String)] = [
        (.csv, "id,name,token,limits,expires_at\n1,\"a\",abcdefgh,5/60,2027-01-31T00:00:00Z\n"),
        (.json, #"[{"id":"1","token":"abcdefgh","metadata":{"a":1},"limits":[{"limit":1,"seconds":1}]}]"#),
        (.kong, #"{"consumers":[{"username":"a","keyauth_credentials":[{"key":"abcdefgh","ttl":1,"created_at":1}]}]}"#),
        (.apisix, #"{"list":[{"value":{"username":"a","plugins":{"key-auth":{"key":"abcdefgh"}}}}]}"#),
        (.tyk, #"[{"key":"abcdefgh","alias":"a","rate":1.5,"per":1,"expires":-1}]"#),
        (.unkey, #"{"keys":[{"hash":"AAAA","name":"\u0041\ud83d\ude00","expires":1e3}]}"#),
        (.aws, "Name,Key\none,abcdefgh\n"),
    ]

    @Test func `mutated files never trap`() {
        var random = SeededGenerator(seed: 0x1347)
        for round in 0..<20_000 {
            let (source, text) = Self.samples[round % Self.samples.count]
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) { self.mutate(&bytes, &random) }
            let file = ImportFile.read(bytes, from: source)
            for key in file.keys {
                #expect((1...ForeignCredential.longestForeignID).contains(key.foreignID.unicodeScalars.count))
                #expect(key.limits.allSatisfy { $0.objection == nil })
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes.append(0x7b) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("{}[]\",:\\0e-\n".utf8).randomElement(using: &random) ?? 0, at: place)
        case 3: bytes.removeLast(bytes.count - place)
        default: bytes += bytes[place...]
        }
    }

    @Test func `depth and numbers out of range are refused`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(ImportFile.read(Array(deep.utf8), from: .json).faultCount == 1)
        let huge = #"[{"id":"1","token":"abcdefgh","limits":[{"limit":1e300,"seconds":-99999999999999999999}]}]"#
        #expect(ImportFile.read(Array(huge.utf8), from: .json).faultCount == 1)
        let late = #"{"keys":[{"hash":"x","plaintext":"abcdefgh","name":"a","expires":9007199254740991}]}"#
        _ = ImportFile.read(Array(late.utf8), from: .unkey)
    }
}
