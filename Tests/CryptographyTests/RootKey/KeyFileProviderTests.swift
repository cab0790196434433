import Cryptography
import Foundation
import Glibc
import Testing

@Suite final class KeyFileProviderTests {
    private let folder: String

    init() throws {
        var template = Array("/tmp/gatehouse-provider-XXXXXX".utf8CString)
        self.folder = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
        try KeyFile.create(self.folder + "/a", randomBytes: SecureRandom.system)
        try KeyFile.create(self.folder + "/b", randomBytes: SecureRandom.system)
    }

    deinit { try? FileManager.default.removeItem(atPath: self.folder) }

    private func provider(_ name: String = "a") -> KeyFileProvider {
        .init(path: self.folder + "/" + name, randomBytes: SecureRandom.system)
    }

    private func code(_ body: () async throws(CryptographyError) -> Void) async -> CryptographyError.Code? {
        do throws(CryptographyError) {
            try await body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a wrapped root key comes back`() async throws {
        let rootKey = RootKey(randomBytes: SecureRandom.system)
        let wrapped = try await self.provider().wrap(rootKey, slot: 0)
        #expect(try await self.provider().unwrap(wrapped, slot: 0).checkValue == rootKey.checkValue)
        #expect(wrapped.count == 32 + Envelope.overhead)
    }

    @Test func `another file does not open the slot`() async throws {
        let wrapped = try await self.provider().wrap(RootKey(randomBytes: SecureRandom.system), slot: 0)
        let code = await self.code { () throws(CryptographyError) in
            _ = try await self.provider("b").unwrap(wrapped, slot: 0)
        }
        #expect(code == .envelopeRejected)
    }

    @Test func `a slot moved to another number does not open`() async throws {
        let wrapped = try await self.provider().wrap(RootKey(randomBytes: SecureRandom.system), slot: 0)
        let code = await self.code { () throws(CryptographyError) in
            _ = try await self.provider().unwrap(wrapped, slot: 1)
        }
        #expect(code == .envelopeRejected)
    }

    @Test func `a missing file is the provider's error`() async throws {
        let code = await self.code { () throws(CryptographyError) in
            _ = try await self.provider("c").wrap(RootKey(randomBytes: SecureRandom.system), slot: 0)
        }
        #expect(code == .keyFileMissing)
    }
}
