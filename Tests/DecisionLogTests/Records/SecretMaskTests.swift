import Keys
import TestKit
import Testing

@testable import DecisionLog

@Suite struct SecretMaskTests {
    private static func token(_ seed: UInt64) -> String {
        var generator = SeededGenerator(seed: seed + 987_654)
        let secret = Base62.draw(Token.secretLength) { generator.bytes($0) }
        return String(
            decoding: Token.compose(prefix: "gk", tag: "live", id: DecisionRecord.id(seed), secret: secret),
            as: UTF8.self)
    }

    private func masked(_ text: String, isCut: Bool = false) -> String {
        var bytes = Array(text.utf8)
        _ = SecretMask.mask(&bytes, isCut: isCut)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `the secret of a token is masked wherever it stands, its public id is not`() {
        for seed in 0..<UInt64(200) {
            let token = Self.token(seed)
            let secret = token.suffix(Token.secretLength + Token.checkLength)
            let publicPart = token.dropLast(secret.count)
            for text in ["/\(token)", "/a/\(token)/b", "\(token)", "x=\(token);y", "\(token)\(token)"] {
                let masked = self.masked(text)
                #expect(!masked.contains(secret.prefix(10)) && !masked.contains(secret.suffix(10)))
                #expect(masked.contains(publicPart))
                #expect(masked.utf8.count == text.utf8.count)
            }
        }
    }

    @Test func `everything a client can choose is masked in a record`() {
        let token = Self.token(11)
        var record = DecisionRecord.sample(1)
        record.path = .init(Array("/a/\(token)".utf8))
        record.host = .init(Array(token.utf8))
        record.userAgent = .init(Array(token.utf8))
        record.permission = .init(Array(token.utf8))
        record = record.masked
        let secret = token.suffix(Token.secretLength + Token.checkLength)
        for text in [record.path.array, record.host.array, record.userAgent.array, record.permission.array] {
            #expect(!String(decoding: text, as: UTF8.self).contains(secret.prefix(8)))
        }
    }

    @Test func `a percent-encoded secret is masked too`() {
        let token = Self.token(3)
        let encoded = token.utf8.map { "%" + String($0, radix: 16) }.joined()
        let masked = self.masked("/p/" + encoded)
        #expect(masked.hasSuffix(String(repeating: "*", count: 49 * 3)))
        let partly = token.dropLast(20) + "%" + String(token.utf8.suffix(20).first ?? 0, radix: 16) + token.suffix(19)
        #expect(self.masked(String(partly)).hasSuffix("****"))
        #expect(self.masked(token.replacing("_", with: "%5F")).hasSuffix("****"))
    }

    @Test func `a secret cut in the middle is masked when the text may go on`() {
        let token = Self.token(4)
        let secretStart = token.utf8.count - 49
        for length in (secretStart + 1)..<token.utf8.count {
            let cut = String(token.prefix(length))
            let masked = self.masked(cut, isCut: true)
            #expect(masked == token.prefix(secretStart) + String(repeating: "*", count: length - secretStart))
            #expect(self.masked(cut) == cut)
        }
    }

    @Test(arguments: [
        "/orders/42", "/a_b_c", "", "/blobs/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "/files/abc_0123456789abcdef_short", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "%", "%4", "/%zz",
    ])
    func `ordinary text stays as it is`(_ text: String) {
        #expect(self.masked(text) == text)
    }

    @Test func `random bytes never trap`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<2000 {
            var bytes = generator.bytes(Int(generator.next() % 200))
            let count = bytes.count
            _ = SecretMask.mask(&bytes, isCut: generator.next() % 2 == 0)
            #expect(bytes.count == count)
        }
    }
}
