import Testing

@testable import DecisionLog

@Suite struct InlineTextTests {
    @Test func `what is too long is cut`() {
        let text = InlineText<4>("abcdef")
        #expect(text.text == "abcd" && text.isFull && text.count == 4)
        #expect(InlineText<4>("abc").text == "abc")
        #expect(!InlineText<4>("abc").isFull)
        #expect(InlineText<4>().isEmpty)
        #expect(InlineText<0>("x").isEmpty)
    }

    @Test func `a character cut in the middle is replaced, not trapped on`() {
        #expect(InlineText<4>("aé€").array.count == 4)
        #expect(InlineText<4>("aé€").text == "aé\u{fffd}")
        #expect(InlineText<3>([0xff, 0xfe, 0x61]).text == "\u{fffd}\u{fffd}a")
    }

    @Test func `texts are equal by what they hold`() {
        #expect(InlineText<4>("ab") == InlineText<4>([0x61, 0x62]))
        #expect(InlineText<4>("ab") != InlineText<4>("abc"))
    }
}
