import Cryptography
import Testing

@Suite struct SystemKeysTests {
    private let rootKey = RootKey(randomBytes: SecureRandom.system)

    private static func bytes(_ keys: SystemKeys, _ purpose: SystemKeyPurpose) -> [UInt8] {
        keys.withKey(purpose) { $0.array() }
    }

    private static func all(_ keys: SystemKeys) -> [[UInt8]] {
        SystemKeyPurpose.allCases.map { self.bytes(keys, $0) }
    }

    @Test func `those of a new store are random and come back out of the store`() throws {
        let drawn = SystemKeys.draw(randomBytes: SecureRandom.system)
        let sealed = try drawn.sealed(under: self.rootKey, randomBytes: SecureRandom.system)
        #expect(sealed.count == SystemKeyPurpose.allCases.count)
        let opened = try SystemKeys(opening: sealed, under: self.rootKey)
        #expect(Self.all(opened) == Self.all(drawn))
        #expect(Set(Self.all(drawn)).count == SystemKeyPurpose.allCases.count)
        #expect(Self.all(SystemKeys.draw(randomBytes: SecureRandom.system)) != Self.all(drawn))
    }

    @Test func `an old store keeps the values it has derived until now`() throws {
        let adopted = SystemKeys.adopt(from: self.rootKey)
        #expect(Self.bytes(adopted, .rowMAC) == self.rootKey.subkey(.rowMAC).array())
        #expect(Self.bytes(adopted, .operatorPepper) == self.rootKey.subkey(.operatorPepper).array())
        #expect(Self.bytes(adopted, .cursorMAC) == self.rootKey.subkey(.cursorMAC).array())
        #expect(Self.bytes(adopted, .auditField) == self.rootKey.subkey(.auditField).array())
    }

    @Test func `a new root key changes none of them`() throws {
        let keys = SystemKeys.adopt(from: self.rootKey)
        let next = RootKey(randomBytes: SecureRandom.system)
        let sealed = try keys.sealed(under: next, randomBytes: SecureRandom.system)
        #expect(Self.all(try SystemKeys(opening: sealed, under: next)) == Self.all(keys))
        #expect(throws: CryptographyError.self) { try SystemKeys(opening: sealed, under: self.rootKey) }
    }

    @Test func `one that is missing or stands in for another is noticed`() throws {
        let sealed = try SystemKeys.draw(randomBytes: SecureRandom.system)
            .sealed(under: self.rootKey, randomBytes: SecureRandom.system)
        for index in sealed.indices {
            var fewer = sealed
            let lost = fewer.remove(at: index)
            #expect(throws: CryptographyError.self) { try SystemKeys(opening: fewer, under: self.rootKey) }
            for other in sealed where other != lost {
                let swapped = SealedSystemKey(purpose: lost.purpose, version: lost.version, envelope: other.envelope)
                #expect(throws: CryptographyError.self) {
                    try SystemKeys(opening: fewer + [swapped], under: self.rootKey)
                }
            }
            let older = SealedSystemKey(purpose: lost.purpose, version: lost.version + 1, envelope: lost.envelope)
            #expect(throws: CryptographyError.self) { try SystemKeys(opening: sealed + [older], under: self.rootKey) }
        }
    }

    @Test func `a store from before the log was signed gets the key for it, and no other`() throws {
        let sealed = try SystemKeys.draw(randomBytes: SecureRandom.system)
            .sealed(under: self.rootKey, randomBytes: SecureRandom.system)
        #expect(try SystemKeys.added(to: sealed, under: self.rootKey, randomBytes: SecureRandom.system).isEmpty)
        let added = try SystemKeys.added(to: [], under: self.rootKey, randomBytes: SecureRandom.system)
        #expect(added.map(\.purpose) == [.auditLogKey])
        let older = sealed.filter { $0.purpose != .auditLogKey }
        let opened = try SystemKeys(opening: older + added, under: self.rootKey)
        let before = try SystemKeys(opening: sealed, under: self.rootKey)
        #expect(Self.bytes(opened, .auditLogKey) != Self.bytes(before, .auditLogKey))
        #expect(Self.bytes(opened, .rowMAC) == Self.bytes(before, .rowMAC))
    }
}
