import AdminAPI
import Foundation
import Testing

@testable import GatehouseServer

@Suite struct DiskCheckTests {
    @Test func `a data folder without its reserve is told, and one with it is not`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatehouse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(DiskCheck.reserve(folder.path).map(\.kind) == ["reserve_missing"])
        try Data().write(to: folder.appendingPathComponent("reserve"))
        #expect(DiskCheck.reserve(folder.path).isEmpty)
    }
}
