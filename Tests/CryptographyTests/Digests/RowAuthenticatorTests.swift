import Cryptography
import Keys
import Testing

@Suite struct RowAuthenticatorTests {
    private static let content = Array("content".utf8)

    private static func authenticator(_ first: UInt8 = 32) throws -> RowAuthenticator {
        try RowAuthenticator(rootKey: RootKey(SecretBytes(copying: Array(first..<(first + 32)))))
    }

    /// Computed apart from this code, with Python's hmac.
    @Test func `the code is the documented one`() throws {
        let code = try Self.authenticator().code(
            table: "keys", id: "id", revision: 256, content: Self.content)
        #expect(code.hexadecimal == "0cddb8138d699250e77b850c7671f0fe997d495b70d49c828edc5c4a48adbf53")
    }

    @Test func `a row changed in any part is refused`() throws {
        let rows = try Self.authenticator()
        let id = "id"
        let code = rows.code(table: "keys", id: id, revision: 5, content: Self.content)
        #expect(rows.isValid(code, table: "keys", id: id, revision: 5, content: Self.content))
        let longer = Self.content + [0]
        #expect(!rows.isValid(code, table: "roles", id: id, revision: 5, content: Self.content))
        #expect(!rows.isValid(code, table: "keys", id: id + "\u{0}", revision: 5, content: Self.content))
        #expect(!rows.isValid(code, table: "keys", id: id, revision: 6, content: Self.content))
        #expect(!rows.isValid(code, table: "keys", id: id, revision: 5, content: longer))
        let other = try Self.authenticator(33)
        #expect(!other.isValid(code, table: "keys", id: id, revision: 5, content: Self.content))
    }

    @Test func `where one part ends and the next begins counts`() throws {
        let rows = try Self.authenticator()
        let one = rows.code(table: "ab", id: "c", revision: 1, content: Self.content)
        let two = rows.code(table: "a", id: "bc", revision: 1, content: Self.content)
        #expect(one != two)
    }
}
