import Foundation
import SQLiteStorage
import Testing

@testable import GatehouseServer

@Suite struct SQLiteCheckTests {
    @Test func `shared memory beside the database is a finding with an affected SQLite alone`() throws {
        let folder = NSTemporaryDirectory() + "/sqlite-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let (affected, repaired) = (SQLiteVersion(number: 3_040_001), SQLiteVersion(number: 3_051_003))
        #expect(SQLiteCheck.findings(in: folder, with: affected).isEmpty)
        try Data().write(to: URL(fileURLWithPath: folder + "/gatehouse.db-shm"))
        #expect(SQLiteCheck.findings(in: folder, with: affected).count == 1)
        #expect(SQLiteCheck.findings(in: folder, with: repaired).isEmpty)
    }
}
