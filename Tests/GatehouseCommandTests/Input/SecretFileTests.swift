import Foundation
import Testing

@testable import gatehouse

@Suite struct SecretFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func `a secret is stored for its owner alone`() throws {
        try self.withFolder { folder in
            let file = try SecretFile(creating: folder + "/secret")
            try file.store("gk_live_x")
            #expect(try SecretFile.read(folder + "/secret") == "gk_live_x\n")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/secret")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test func `no file and no link is ever overwritten`() throws {
        try self.withFolder { folder in
            try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/taken"))
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: folder + "/elsewhere")
            for name in ["taken", "link"] {
                #expect(throws: CommandFailure.self) { _ = try SecretFile(creating: "\(folder)/\(name)") }
            }
            #expect(try String(contentsOfFile: folder + "/taken", encoding: .utf8) == "mine")
            #expect(!FileManager.default.fileExists(atPath: folder + "/elsewhere"))
        }
    }

    @Test func `a discarded file is gone`() throws {
        try self.withFolder { folder in
            let file = try SecretFile(creating: folder + "/secret")
            file.discard()
            #expect(!FileManager.default.fileExists(atPath: folder + "/secret"))
        }
    }

    @Test func `a secret that others can read is refused with 77`() throws {
        try self.withFolder { folder in
            let path = folder + "/open"
            try Data("gko_x".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            #expect {
                try SecretFile.read(path)
            } throws: {
                ($0 as? CommandFailure)?.status == .exposedSecret
            }
        }
    }

    @Test func `a file that is too long is cut, not swallowed`() throws {
        try self.withFolder { folder in
            let path = folder + "/long"
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(repeating: 0x61, count: 100_000), attributes: [.posixPermissions: 0o600])
            let text = try SecretFile.read(path)
            #expect(text.utf8.count == SecretFile.longest)
        }
    }
}
