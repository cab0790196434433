import Testing

@testable import AdminAPI

@Suite struct HeaderTests {
    @Test func `an idempotency key is an RFC 9651 string or a bare token`() {
        #expect(IdempotencyKey.parse("\"abc\"") == "abc")
        #expect(IdempotencyKey.parse("abc-1_2.3") == "abc-1_2.3")
        #expect(IdempotencyKey.parse(#""a\"b\\c d""#) == #"a"b\c d"#)
    }

    @Test(arguments: [
        "", "\"\"", "\"a", "a\"", "\"a\"b", "a b", "\"\\x\"", "é", "\"é\"", "a,b", "\"a\";p=1", "\"a\n\"",
        String(repeating: "a", count: 256), "\"" + String(repeating: "a", count: 256) + "\"",
    ]) func `anything else is refused`(_ value: String) {
        #expect(IdempotencyKey.parse(value) == nil)
    }

    @Test func `the longest key is taken in both forms`() {
        let key = String(repeating: "a", count: 255)
        #expect(IdempotencyKey.parse(key) == key)
        #expect(IdempotencyKey.parse("\"\(key)\"") == key)
    }

    @Test func `If-Match lists tags and never matches weak ones`() {
        #expect(EntityTag.condition("\"r3\"") == .oneOf([3]))
        #expect(EntityTag.condition("\"r3\" , \"r4\"") == .oneOf([3, 4]))
        #expect(EntityTag.condition("*") == .any)
        #expect(EntityTag.condition("W/\"r3\"") == .oneOf([]))
        #expect(EntityTag.condition("\"other\"") == .oneOf([]))
    }

    @Test(arguments: ["", "r3", "\"r3", "r3\"", "\"", "\"a\",,\"b\"", "\"r-3\"", "\"r\"", "\"r99999999999999999999\""])
    func `what we never gave matches nothing`(_ value: String) {
        #expect(EntityTag.condition(value) == .oneOf([]))
    }
}
