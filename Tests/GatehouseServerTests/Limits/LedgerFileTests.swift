import Foundation
import Testing

@testable import GatehouseServer
@testable import RateLimiting

@Suite struct LedgerFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID())").path

    private func record(_ subject: UInt64) -> LedgerRecord {
        var cells = InlineArray<11, UInt32>(repeating: 0)
        cells[0] = 7
        let count = LedgerCount(
            identity: 1, subject: .init(high: 0, low: subject), index: 0, stamp: 1,
            window: LimitWindow.period(limit: 100, seconds: 86_400).ledgered, newest: 4, end: 1 << 60, cells: cells)
        return .count(count, wall: 0, monotonic: 0)
    }

    private func file(_ damage: (inout [UInt8]) -> Void) throws -> LedgerFile {
        try FileManager.default.createDirectory(
            atPath: self.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var file = try LedgerFile(dataFolder: self.folder)
        try file.restart(with: [.begin(wall: 0), self.record(1), self.record(2), self.record(3), .finish(wall: 1)])
        let url = URL(fileURLWithPath: self.folder + "/limits/ledger")
        var bytes = [UInt8](try Data(contentsOf: url))
        damage(&bytes)
        let handle = try FileHandle(forWritingTo: url)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
        return file
    }

    @Test func `a flipped bit loses the count it is in, and all others are charged as for a kill`() throws {
        let file = try self.file { $0[2 * LedgerRecord.length + 40] ^= 1 }
        defer { try? FileManager.default.removeItem(atPath: self.folder) }
        var replay = try file.replay()
        #expect(replay.damaged == 1)
        let start = replay.start(wall: 2, monotonic: 10)
        #expect(start.counts.map(\.subject.low).sorted() == [1, 3])
        #expect(start.counts.allSatisfy { $0.cells[0] == 7 + 4 } && start.history.total == 1)
        try file.keepDamaged()
        #expect(FileManager.default.fileExists(atPath: self.folder + "/limits/ledger.damaged"))
    }

    @Test func `a record that was cut at the end is no damage`() throws {
        let file = try self.file { $0.removeLast(LedgerRecord.length + 40) }
        defer { try? FileManager.default.removeItem(atPath: self.folder) }
        var replay = try file.replay()
        #expect(replay.damaged == 0)
        #expect(replay.start(wall: 2, monotonic: 10).counts.count == 2)
    }
}
