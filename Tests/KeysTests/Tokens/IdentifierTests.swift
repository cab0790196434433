import Keys
import TestKit
import Testing

@Suite struct IdentifierTests {
    @Test func `an id comes back from its text`() {
        for seed in 0..<UInt64(200) {
            let key: KeyID = makeID(seed)
            #expect(key.description.hasPrefix("key_") && key.description.utf8.count == 20)
            #expect(KeyID(key.description) == key)
            #expect(Reading.key(([0x7a] + key.characters), at: 1) == key)
        }
    }

    @Test(arguments: [
        "", "key_", "key_012345678901234", "key_01234567890123456", "prj_0123456789012345", "0123456789012345",
        "key_012345678901234!", "key-0123456789012345", "key_01234567890123é",
    ])
    func `anything else is no id`(_ text: String) { #expect(KeyID(text) == nil) }

    @Test func `ids are read within their bytes only`() {
        let bytes = Array("0123456789012345".utf8)
        #expect(Reading.key(bytes, at: 1) == nil)
        #expect(Reading.key(bytes, at: -1) == nil)
        #expect(Reading.key(bytes, at: .max) == nil)
        #expect(Reading.key(bytes) != nil)
    }

    @Test func `each kind has its own prefix and order is that of the text`() {
        let texts = [
            "\(makeID(1) as ProjectID)", "\(makeID(1) as EnvironmentID)", "\(makeID(1) as IdentityID)",
            "\(makeID(1) as RoleID)",
            "\(makeID(1) as OperatorID)", "\(makeID(1) as RotationID)", "\(makeID(1) as RequestID)",
            "\(makeID(1) as AuditEntryID)",
        ]
        #expect(texts.map { $0.prefix { $0 != "_" } } == ["prj", "env", "idn", "role", "op", "rot", "req", "aud"])
        let keys = (0..<UInt64(50)).map { makeID($0) as KeyID }
        #expect(keys.sorted().map(\.description) == keys.map(\.description).sorted())
    }

    @Test func `a digest comes back from its bytes, and only from 32`() {
        var generator = SeededGenerator(seed: 4)
        let bytes = generator.bytes(32)
        #expect(Digest256(bytes: bytes)?.bytes == bytes)
        #expect(Digest256(bytes: bytes.dropLast()) == nil)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(Digest256(bytes: changed) != Digest256(bytes: bytes))
        }
    }
}
