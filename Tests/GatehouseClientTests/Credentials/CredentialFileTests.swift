import Foundation
import Testing

@testable import GatehouseClient

@Suite final class CredentialFileTests {
    private let folder: URL
    private let path: String
    private let clock = TestClock()

    init() throws {
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatehouse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        self.path = self.folder.appendingPathComponent("verify.key").path
    }

    deinit { try? FileManager.default.removeItem(at: self.folder) }

    /// Replaces the file as a careful program does: write another, rename it over.
    private func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: self.path), options: .atomic)
    }

    private func source() -> CredentialFile {
        CredentialFile(self.path, monotonic: { [clock] in clock.monotonic })
    }

    @Test func `the first line is the credential`() throws {
        try self.write("first-secret\nsomething else\n")
        #expect(try self.source().credential().text == "first-secret")
    }

    @Test func `a missing, empty or unreadable file is no credential, until there is one`() throws {
        let source = self.source()
        #expect(throws: CredentialFileError(path: self.path)) { try source.credential() }
        try self.write("")
        #expect(throws: CredentialFileError.self) { try source.credential() }
        try self.write("two words\n")
        #expect(throws: CredentialFileError.self) { try source.credential() }
        try self.write("late\n")
        #expect(try source.credential().text == "late")
        #expect(throws: CredentialFileError.self) { try CredentialFile(self.folder.path).credential() }
    }

    @Test func `the file is read again every ten seconds`() throws {
        try self.write("old")
        let source = self.source()
        #expect(try source.credential().text == "old")
        try self.write("new")
        self.clock.advance(.milliseconds(9999))
        #expect(try source.credential().text == "old")
        self.clock.advance(.milliseconds(1))
        #expect(try source.credential().text == "new")
    }

    @Test func `a refused credential is read again at once, but only when it is the one that was refused`() throws {
        try self.write("old")
        let source = self.source()
        let old = try source.credential()
        try self.write("new")
        source.invalidate(try Samples.credential("another"))
        #expect(try source.credential().text == "old")
        source.invalidate(old)
        #expect(try source.credential().text == "new")
    }

    @Test func `while the file is away the last credential goes on`() throws {
        try self.write("held")
        let source = self.source()
        _ = try source.credential()
        try FileManager.default.removeItem(atPath: self.path)
        self.clock.advance(.seconds(60))
        #expect(try source.credential().text == "held")
    }

    @Test func `no more than the bound is read of a file`() throws {
        try self.write(String(repeating: "a", count: 100) + "\n" + String(repeating: "b", count: 1_000_000))
        #expect(try self.source().credential().text.count == 100)
    }
}
