import Cryptography
import Foundation
import Testing

@testable import GatehouseServer

@Suite struct CallerSecretTests {
    private func withFile(_ content: String, mode: Int = 0o600, _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("caller-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let isCreated = FileManager.default.createFile(
            atPath: path, contents: Data(content.utf8), attributes: [.posixPermissions: mode])
        try #require(isCreated)
        try body(path)
    }

    private func code(_ path: String) -> StartFailure.Code? {
        do {
            _ = try CallerSecret.read(path)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `the line of a private file is the secret, without its end`() throws {
        let secret = String(repeating: "s", count: 44)
        try self.withFile(secret + "\r\n") { path in
            let read = try CallerSecret.read(path)
            let bytes = read.withBytes { span in span.indices.map { span[$0] } }
            #expect(bytes == Array(secret.utf8))
        }
    }

    @Test func `a file that others can read is refused as exposed`() throws {
        try self.withFile(String(repeating: "s", count: 44), mode: 0o640) { #expect(self.code($0) == .exposed) }
    }

    @Test(arguments: ["", "short", "two words of more than thirty-two characters", String(repeating: "s", count: 1025)])
    func `what a field could not carry, or anybody could guess, is refused`(content: String) throws {
        try self.withFile(content) { #expect(self.code($0) == .configuration) }
    }

    @Test func `a file that is not there is a fault of the configuration`() {
        #expect(self.code("/nonexistent/secret") == .configuration)
    }
}
