import Auditing
import TestKit
import Testing

@Suite struct Base64TextTests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of the standard`(plain: String, text: String) {
        #expect(Base64Text.encode(plain.utf8) == text)
        #expect(Base64Text.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "=Zg=", "Zh==", "Zm9=", "Zm9w=", "Z g=", "Zg==\n", "Zm9v====", "====", "Zm9-",
        "Zm9_", "Zmé",
        "Zg==Zg==",
    ])
    func `what would be written otherwise is refused`(text: String) {
        #expect(Base64Text.decode(text) == nil)
    }

    @Test func `every length goes there and back`() {
        var generator = SeededGenerator(seed: 23)
        for count in 0..<200 {
            let bytes = generator.bytes(count)
            #expect(Base64Text.decode(Base64Text.encode(bytes)) == bytes)
        }
    }
}

@Suite struct DecimalTextTests {
    @Test(arguments: [("0", 0), ("7", 7), ("10", 10), ("9223372036854775807", UInt64(Int64.max))])
    func `numbers are read`(text: String, value: UInt64) { #expect(DecimalText.parse(text) == value) }

    @Test(arguments: [
        "", "00", "07", "+7", "-1", " 7", "7 ", "7\n", "0x7", "٧", "9223372036854775808", "18446744073709551615",
        "99999999999999999999999",
    ])
    func `other texts are not`(text: String) { #expect(DecimalText.parse(text) == nil) }
}
