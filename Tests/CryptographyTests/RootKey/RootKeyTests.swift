import Cryptography
import Keys
import Testing

@Suite struct RootKeyTests {
    private static func rootKey(_ first: UInt8 = 32) throws -> RootKey {
        try RootKey(SecretBytes(copying: Array(first..<(first + 32))))
    }

    /// Computed apart from this code, with Python's hmac.
    static let subkeys: [(RootKeyPurpose, String)] = [
        (.slotCheck, "fea5c6686db31f1457442ac1e0250efc6919ee935b1f93bce4f387f1e58208ca"),
        (.auditField, "c851918b5862cd4be6d12b3d78efe3e4b362c8a7b367f91ebdf2b5f2ae7de2ce"),
        (.pepperWrap, "2abc07e18177ed615ab35a7fdde6209e93b7fe528f26cc3137f358cbbee0d72e"),
        (.rowMAC, "d8c7e8ff71c384b5f3e5cceb8ebeb65589acd10807b250d1a8c73018aaa5f84a"),
        (.cursorMAC, "dcd700c3578b129c41189b4938deac994cee43b6ece0e1c69a6d9237a176d916"),
        (.systemKeyWrap, "0015d197e886d9afd62bec22971a56d5aca9fb3473faba9f754a5cf8f754f91f"),
        (.keyringWrap, "eac76404b7e584b51896c2f41458e5665e72344ea6d2f8cf68712f3ee277fbbf"),
        (.backup, "f32c393a0099f504617fb1074232060b6c27754974ff3ef98eb389a02c86839e"),
        (.identitySigning, "06dece5d9c54dc864263b895ff9ca79fe6f2f4a7f27c031b3fce0719fbcdbba8"),
        (.auditLogKey, "7b95bb45e815cff0375e78e09598951a93d454e6727ef5dd76864bfba4fd3b33"),
        (.operatorPepper, "f7621d7c92dffb3a6698e876fd7889942fd06ee06b2ed91e69c3825739dc4cfc"),
    ]

    @Test(arguments: subkeys) func `each purpose has the documented subkey`(
        purpose: RootKeyPurpose, expected: String
    ) throws {
        let subkey = try Self.rootKey().subkey(purpose)
        #expect(hexadecimal(subkey.array()) == expected)
    }

    @Test func `every purpose is covered above`() {
        #expect(Set(Self.subkeys.map(\.0)) == Set(RootKeyPurpose.allCases))
    }

    @Test func `the check value tells root keys apart`() throws {
        let value = try Self.rootKey().checkValue
        #expect(value.hexadecimal == "7b0c209a257320abf159184097e8a9949401400e55721708c4a090ea15f8f2cc")
        #expect(try Self.rootKey(33).checkValue != value)
    }

    @Test(arguments: [0, 16, 31, 33]) func `a root key has 32 bytes`(count: Int) {
        #expect(throws: CryptographyError.self) {
            try RootKey(SecretBytes(copying: [UInt8](repeating: 1, count: count)))
        }
    }

    @Test func `drawn root keys differ`() {
        let values = (0..<10).map { _ in RootKey(randomBytes: SecureRandom.system).checkValue }
        #expect(Set(values).count == 10)
    }
}
