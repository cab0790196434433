import Keys
import TestKit
import Testing

@Suite struct TokenTests {
    private static func token(_ seed: UInt64, prefix: String = "gk", tag: String = "live") -> [UInt8] {
        var generator = SeededGenerator(seed: seed + 500)
        let secret = Base62.draw(Token.secretLength) { generator.bytes($0) }
        return Token.compose(prefix: prefix, tag: tag, id: makeID(seed), secret: secret)
    }

    @Test func `a composed token is read back with its parts where they are`() throws {
        for seed in 0..<UInt64(200) {
            for (prefix, tag) in [("gk", "live"), ("a", "1"), ("a123456789012345", "0123456789abcdef")] {
                let bytes = Self.token(seed, prefix: prefix, tag: tag)
                let parts = try #require(Reading.token(bytes))
                #expect(parts.id == makeID(seed))
                #expect(Array(bytes[..<parts.prefixLength]) == Array(prefix.utf8))
                #expect(Array(bytes[parts.tagOffset...].prefix(parts.tagLength)) == Array(tag.utf8))
                #expect(Array(bytes[parts.idOffset...].prefix(16)) == parts.id.characters)
                #expect(bytes.count - parts.secretOffset == Token.secretLength + Token.checkLength)
                #expect(bytes.count { $0 == 0x5f } == 3)
            }
        }
    }

    @Test func `every changed byte and every cut is refused`() {
        let bytes = Self.token(1)
        for index in bytes.indices {
            for replacement in [0, 0x20, 0x30, 0x41, 0x5a, 0x5f, 0x61, 0x7a, 0xff] where bytes[index] != replacement {
                var changed = bytes
                changed[index] = UInt8(replacement)
                #expect(Reading.token(changed) == nil)
            }
            #expect(Reading.token(Array(bytes[..<index])) == nil)
        }
        #expect(Reading.token((bytes + [0x30])) == nil)
        #expect(Reading.token(([0x67] + bytes)) == nil)
    }

    @Test func `no length and no run of random bytes traps or passes`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5000 {
            var bytes = generator.bytes(Int(generator.next() % 130))
            if generator.next() % 2 == 0 { bytes = bytes.map { Base62.alphabet[Int($0 % 62)] } }
            for _ in 0..<3 where !bytes.isEmpty { bytes[Int(generator.next() % UInt64(bytes.count))] = 0x5f }
            #expect(Reading.token(bytes) == nil)
        }
    }

    @Test(arguments: [
        ("gk", true), ("g", true), ("g2", true), ("2g", false), ("", false), ("Gk", false), ("g_k", false),
    ])
    func `a prefix begins with a small letter`(_ text: String, _ isPrefix: Bool) {
        #expect(Token.isPrefix(text) == isPrefix)
        #expect(!Token.isPrefix(String(repeating: "a", count: 17)))
        #expect(Token.isPrefix(String(repeating: "a", count: 16)))
    }

    @Test(arguments: [("live", true), ("1", true), ("", false), ("Live", false), ("li-ve", false), ("lïve", false)])
    func `a tag is small letters and digits`(_ text: String, _ isTag: Bool) {
        #expect(Token.isTag(text) == isTag)
        #expect(!Token.isTag(String(repeating: "a", count: 17)))
    }

    @Test func `the shortest and the longest token are what the constants say`() {
        #expect(Self.token(1, prefix: "a", tag: "b").count == Token.shortest)
        let sixteen = String(repeating: "a", count: 16)
        #expect(Self.token(1, prefix: sixteen, tag: sixteen).count == Token.longest)
    }
}
