import Admission
import Keys
import TestKit
import Testing

@Suite struct TokenSearchTests {
    private static func token(_ seed: UInt64, prefix: String = "gk", tag: String = "live") -> String {
        var random = SeededGenerator(seed: seed)
        let id = KeyID { random.bytes($0) }
        let secret = Base62.draw(Token.secretLength) { random.bytes($0) }
        return String(decoding: Token.compose(prefix: prefix, tag: tag, id: id, secret: secret), as: UTF8.self)
    }

    /// Every token that is found in the text.
    private func tokens(in bytes: [UInt8]) -> [String] {
        var search = TokenSearch()
        var found: [String] = []
        for byte in bytes where search.see(byte) {
            found.append(
                search.withToken { token in
                    String(decoding: token.indices.map { token[$0] }, as: UTF8.self)
                })
        }
        return found
    }

    private func tokens(in text: String) -> [String] { self.tokens(in: Array(text.utf8)) }

    @Test(arguments: [
        "#", "Bearer #", "Bearer+#", "k=#", "k[x]=#", "k[x=#", "[#]", "\"#\"", "{\"key\":\"#\"}", "a,#,b", "a_#",
        "a_b_c_#",
        "__#", "x=1&k=#&y=2", "#foo", "#_foo", "X#", "key:#", "#.#", "user:#@host", "€#€", "AAAAAAAAAAAAAAAA_#",
    ]) func `a token is found wherever it stands`(template: String) {
        for seed in UInt64(0)..<8 {
            let token = Self.token(seed)
            let found = self.tokens(in: template.replacing("#", with: token))
            #expect(found.first == token)
            #expect(Set(found) == [token])
        }
    }

    @Test func `a token is found behind text that its prefix could go on from`() {
        for glue in ["a", "abc", "0", "x1y2", String(repeating: "z", count: 14), "9"] {
            let token = Self.token(3)
            #expect(self.tokens(in: glue + token) == [token], "\(glue)")
        }
    }

    @Test func `prefixes and tags of every length are found`() {
        let long = "a234567890123456"
        for prefix in ["g", "gk", "gko", long] {
            for tag in ["t", "live", "1", long] {
                let token = Self.token(4, prefix: prefix, tag: tag)
                #expect(self.tokens(in: "=\(token)=") == [token])
            }
        }
    }

    @Test func `many tokens in a long text are all found`() {
        let tokens = (0..<40).map { Self.token($0) }
        #expect(self.tokens(in: tokens.joined(separator: "&k=")) == tokens)
        #expect(self.tokens(in: tokens.joined(separator: "_")) == tokens)
    }

    @Test func `a changed character makes it no token`() {
        let token = Array(Self.token(9).utf8)
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == 0x41 ? 0x42 : 0x41
            #expect(self.tokens(in: changed).isEmpty)
            changed.remove(at: index)
            #expect(self.tokens(in: changed).isEmpty)
        }
        #expect(self.tokens(in: Array(token.dropLast())).isEmpty)
    }

    @Test func `random bytes hold no token, and random text around one does not hide it`() {
        var random = SeededGenerator(seed: 31)
        let alphabet = Array("abcXYZ0189__--&=%. ".utf8)
        for round in UInt64(0)..<400 {
            let before = random.bytes(Int(random.next() % 400)).map { alphabet[Int($0) % alphabet.count] }
            let after = random.bytes(Int(random.next() % 400)).map { alphabet[Int($0) % alphabet.count] }
            #expect(self.tokens(in: before + after).isEmpty)
            #expect(self.tokens(in: random.bytes(600)).isEmpty)
            let token = Self.token(round)
            #expect(self.tokens(in: before + Array(token.utf8) + after).contains(token))
        }
    }
}
