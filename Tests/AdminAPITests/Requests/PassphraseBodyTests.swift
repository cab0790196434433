import Cryptography
import Testing

@testable import AdminAPI

@Suite struct PassphraseBodyTests {
    private static func count(_ text: String) throws -> Int {
        try PassphraseBody.passphrases(in: Array(text.utf8).span).count
    }

    @Test func `each line is a passphrase, whether the last one ends or not`() throws {
        #expect(try Self.count("") == 0)
        #expect(try Self.count("one") == 1)
        #expect(try Self.count("one\n") == 1)
        #expect(try Self.count("one\r\n") == 1)
        #expect(try Self.count("one\ntwo") == 2)
        #expect(try Self.count("one\ntwo\n") == 2)
    }

    @Test(arguments: ["\n", "one\n\n", "one\ntwo\nthree", "\r\n"]) func `empty lines and more than two are refused`(
        _ text: String
    ) {
        #expect(throws: Problem.self) { try Self.count(text) }
    }

    @Test func `a passphrase that is too long is refused`() {
        let longest = Passphrase.lengths.upperBound
        #expect(throws: Never.self) { try Self.count(String(repeating: "x", count: longest)) }
        let problem = #expect(throws: Problem.self) { try Self.count(String(repeating: "x", count: longest + 1)) }
        #expect(problem?.code == .ruleViolated)
    }
}
