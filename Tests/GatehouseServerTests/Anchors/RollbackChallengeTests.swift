import Foundation
import Keys
import TestKit
import Testing

@testable import GatehouseServer

@Suite struct RollbackChallengeTests {
    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `it is the same for an hour, whoever asks`() throws {
        try Self.withFolder { folder in
            let first = try RollbackChallenge(dataFolder: folder).current(at: WallTime(seconds: 1000))
            for second in [1000, 1001, 1000 + RollbackChallenge.lifetime] {
                #expect(try RollbackChallenge(dataFolder: folder).current(at: WallTime(seconds: second)) == first)
            }
            let later = WallTime(seconds: 1001 + RollbackChallenge.lifetime)
            #expect(try RollbackChallenge(dataFolder: folder).current(at: later) != first)
        }
    }

    @Test func `spent, gone, of the future or damaged, it is another`() throws {
        try Self.withFolder { folder in
            let challenge = RollbackChallenge(dataFolder: folder)
            let now = WallTime(seconds: 1_800_000_000)
            var seen: Set<String> = [try challenge.current(at: now)]
            try challenge.spend()
            try challenge.spend()
            #expect(seen.insert(try challenge.current(at: now)).inserted)
            #expect(seen.insert(try challenge.current(at: WallTime(seconds: 1_799_999_999))).inserted)
            let file = folder + "/rollback-challenge"
            for text in ["", "x", "1800000000", "1800000000 a b", "-1 x", "9223372036854775807 x", "01800000000 x"] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: file))
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
                #expect(seen.insert(try challenge.current(at: now)).inserted, "\(text)")
            }
        }
    }
}
