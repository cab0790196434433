import Cryptography
import Keys
import Testing

@Suite struct DataKeyTests {
    private let rootKey = RootKey(randomBytes: SecureRandom.system)
    private let now = WallTime(milliseconds: 1_000_000)
    private let record = RecordName(objectType: "note", objectID: "n1", objectVersion: 2, purpose: "details")

    private func wrappingKey(_ tenant: String = "env_a") throws -> WrappingKey {
        try KeyringKey.draw(tenant: tenant, at: self.now, under: self.rootKey, randomBytes: SecureRandom.system)
            .opened(under: self.rootKey)
    }

    private func draw(
        _ key: WrappingKey, for subject: String = "alice", version: UInt32 = 1
    ) throws -> (key: DataKey, sealed: SealedDataKey) {
        try key.draw(for: subject, version: version, at: self.now, randomBytes: SecureRandom.system)
    }

    @Test func `what a data key sealed opens again with the key out of the store`() throws {
        let wrapping = try self.wrappingKey()
        let (key, sealed) = try self.draw(wrapping)
        let envelope = try key.seal(
            SecretBytes(copying: Array("hello".utf8)), as: self.record, randomBytes: SecureRandom.system)
        #expect(try wrapping.open(sealed).open(envelope, as: self.record).array() == Array("hello".utf8))
    }

    @Test func `it opens only as the record it was sealed as`() throws {
        let (key, _) = try self.draw(self.wrappingKey())
        let envelope = try key.seal(SecretBytes(copying: [1]), as: self.record, randomBytes: SecureRandom.system)
        for other in [
            RecordName(objectType: "nota", objectID: "n1", objectVersion: 2, purpose: "details"),
            .init(objectType: "note", objectID: "n2", objectVersion: 2, purpose: "details"),
            .init(objectType: "note", objectID: "n1", objectVersion: 3, purpose: "details"),
            .init(objectType: "note", objectID: "n1", objectVersion: 2, purpose: "detail"),
        ] {
            #expect(throws: CryptographyError.self) { try key.open(envelope, as: other).count }
        }
    }

    @Test func `re-wrapping leaves the key as it is and the old wrapping key without it`() throws {
        let (old, new) = (try self.wrappingKey(), try self.wrappingKey())
        let (key, sealed) = try self.draw(old)
        let envelope = try key.seal(SecretBytes(copying: [1, 2]), as: self.record, randomBytes: SecureRandom.system)
        let moved = try new.rewrap(sealed, from: old, randomBytes: SecureRandom.system)
        #expect(moved.wrappedBy == new.id)
        #expect(moved.id == sealed.id)
        #expect(try new.open(moved).open(envelope, as: self.record).array() == [1, 2])
        #expect(throws: CryptographyError.self) { try old.open(moved) }
        #expect(throws: CryptographyError.self) { try new.open(sealed) }
    }

    @Test func `a data key of another tenant, subject or version does not open`() throws {
        let (wrapping, foreign) = (try self.wrappingKey(), try self.wrappingKey("env_b"))
        let (_, sealed) = try self.draw(wrapping)
        let changed = { (tenant: String, subject: String, version: UInt32) in
            SealedDataKey(
                id: sealed.id, tenant: tenant, subject: subject, version: version, wrappedBy: sealed.wrappedBy,
                envelope: sealed.envelope, createdAt: sealed.createdAt, erasedAt: nil, revision: 1)
        }
        #expect(throws: CryptographyError.self) { try foreign.open(sealed) }
        #expect(throws: CryptographyError.self) { try wrapping.open(changed("env_a", "bob", 1)) }
        #expect(throws: CryptographyError.self) { try wrapping.open(changed("env_a", "alice", 2)) }
        _ = try wrapping.open(changed("env_a", "alice", 1))
    }

    @Test func `an erased key keeps its name and nothing else`() throws {
        let wrapping = try self.wrappingKey()
        var (_, sealed) = try self.draw(wrapping)
        sealed.erase(at: self.now)
        #expect(sealed.envelope.isEmpty)
        #expect(sealed.erasedAt == self.now)
        #expect(throws: CryptographyError.self) { try wrapping.open(sealed) }
        sealed.erase(at: WallTime(milliseconds: 2_000_000))
        #expect(sealed.erasedAt == self.now)
    }
}
