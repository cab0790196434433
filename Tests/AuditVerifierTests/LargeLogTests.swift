import AuditVerifier
import Auditing
import TestKit
import Testing

/// A log with more than one section, made once.
enum LargeLog {
    static let log = Result { try PublishedLog(entries: 65_900) }
}

/// Logs with tiles of level 2, whose changes lie in any section.
@Suite struct LargeLogTests {
    @Test func `changes of a log of two sections are found, the first one first`() async throws {
        let log = try LargeLog.log.get()
        let folder = try FolderForTests(log)
        let check = LogCheck(folder.log, trust: try .sample(), workers: 2)
        func finding() async throws -> LogFinding? {
            guard case .bad(let finding) = try await check.run() else { return nil }
            return finding
        }
        func flip(_ path: String, _ position: Int) throws {
            var bytes = log.files[path] ?? []
            bytes[position] ^= 1
            try folder.put(bytes, at: path)
        }
        // Each is found before those planted earlier.
        try flip("tile/entries/257.p/108", 5)
        #expect(try await finding()?.entry == 257 * 256)
        try flip("tile/2/000.p/1", 3)
        let upper = try await finding()
        #expect(upper?.entry == 0 && upper?.file == "tile/2/000.p/1")
        try flip("tile/1/000", 32 * 255 + 1)
        #expect(try await finding()?.entry == 255 * 256)
        try flip("tile/entries/007", 5)
        let first = try await finding()
        #expect(first?.entry == 7 * 256 && first?.file == "tile/entries/007")
    }
}
