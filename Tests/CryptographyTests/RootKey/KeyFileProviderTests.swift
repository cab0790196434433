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

    private static func key() -> SecretBytes { .init(copying: Array(0..<32)) }

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
        let wrapped = try await self.provider().wrap(Self.key(), at: .init(number: 0))
        let unwrapped = try await self.provider().unwrap(wrapped, at: .init(number: 0))
        #expect(unwrapped.array() == Self.key().array())
        #expect(wrapped.count == 32 + Envelope.overhead)
    }

    @Test func `another file does not open the slot`() async throws {
        let wrapped = try await self.provider().wrap(Self.key(), at: .init(number: 0))
        let code = await self.code { () throws(CryptographyError) in
            _ = try await self.provider("b").unwrap(wrapped, at: .init(number: 0))
        }
        #expect(code == .envelopeRejected)
    }

    @Test func `a slot moved to another number does not open`() async throws {
        let wrapped = try await self.provider().wrap(Self.key(), at: .init(number: 0))
        let code = await self.code { () throws(CryptographyError) in
            _ = try await self.provider().unwrap(wrapped, at: .init(number: 1))
        }
        #expect(code == .envelopeRejected)
    }

    @Test(arguments: [RootKeyShare.part(.first, pair: 0), .part(.second, pair: 0), .part(.first, pair: 1)])
    func `a whole key does not open as a part, nor a part as another`(share: RootKeyShare) async throws {
        for place in [SlotPlace(number: 0), .init(number: 0, share: .part(.second, pair: 1))] {
            let wrapped = try await self.provider().wrap(Self.key(), at: place)
            let code = await self.code { () throws(CryptographyError) in
                _ = try await self.provider().unwrap(wrapped, at: .init(number: 0, share: share))
            }
            #expect(code == .envelopeRejected)
        }
    }

    @Test func `a missing file is the provider's error`() async throws {
        let code = await self.code { () throws(CryptographyError) in
            _ = try await self.provider("c").wrap(Self.key(), at: .init(number: 0))
        }
        #expect(code == .keyFileMissing)
    }
}
