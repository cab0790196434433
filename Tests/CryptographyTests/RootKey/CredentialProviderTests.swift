import Cryptography
import Foundation
import Glibc
import Testing

@Suite final class CredentialProviderTests {
    private let folder: String

    init() throws {
        var template = Array("/tmp/gatehouse-credential-XXXXXX".utf8CString)
        self.folder = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
        try KeyFile.create(self.folder + "/root", randomBytes: SecureRandom.system)
    }

    deinit { try? FileManager.default.removeItem(atPath: self.folder) }

    private func provider(_ name: String = "root") throws -> CredentialProvider {
        try .init(directory: self.folder, name: name, randomBytes: SecureRandom.system)
    }

    private static func key() -> SecretBytes { .init(copying: Array(0..<32)) }

    @Test func `a credential opens what it wrapped`() async throws {
        let wrapped = try await self.provider().wrap(Self.key(), at: .init(number: 1))
        let opened = try await self.provider().unwrap(wrapped, at: .init(number: 1))
        #expect(opened.array() == Array(0..<32))
    }

    @Test func `a slot of a key file is not one of a credential, even with the same key`() async throws {
        let file = KeyFileProvider(path: self.folder + "/root", randomBytes: SecureRandom.system)
        let wrapped = try await file.wrap(Self.key(), at: .init(number: 1))
        let provider = try self.provider()
        await #expect(throws: CryptographyError.self) {
            _ = try await provider.unwrap(wrapped, at: .init(number: 1)).count
        }
    }

    @Test(arguments: ["", ".", "..", "../root", "/etc/passwd", "a/b", "a\0b", String(repeating: "x", count: 256)])
    func `a name that is no plain file name is refused`(name: String) {
        #expect(throws: CryptographyError.self) { try self.provider(name) }
    }

    @Test(arguments: [nil, "", "relative"] as [String?]) func `without a folder there are no credentials`(
        directory: String?
    ) {
        #expect(throws: CryptographyError.self) {
            try CredentialProvider(directory: directory, name: "root", randomBytes: SecureRandom.system)
        }
    }

    @Test func `a credential of root that our access list opens is read, unless the group may write it`() throws {
        let path = self.folder + "/root"
        // As the service manager makes it: the group's bits show the access list. Only root can play that part.
        chmod(path, 0o440)
        #expect((try? KeyFile.read(path).count) == nil)
        if geteuid() == 0 {
            #expect(try KeyFile.read(path, handedOver: true).count == 32)
            for mode in [0o444, 0o460, 0o450, 0o441] as [mode_t] {
                chmod(path, mode)
                #expect((try? KeyFile.read(path, handedOver: true).count) == nil)
            }
        } else {
            #expect((try? KeyFile.read(path, handedOver: true).count) == nil)
        }
    }
}
