import Testing

@testable import gatehouse

@Suite struct PlainTextTests {
    @Test func `nothing that moves a cursor or turns text reaches a terminal`() {
        #expect(PlainText.oneLine("a\u{1B}[2Jb") == "a\u{FFFD}[2Jb")
        #expect(PlainText.oneLine("a\u{9B}2Jb\u{202E}c\n\u{7F}") == "a\u{FFFD}2Jb\u{FFFD}c\u{FFFD}\u{FFFD}")
    }

    @Test func `other text stays as it is`() {
        #expect(PlainText.oneLine("Zoë · 鍵 …") == "Zoë · 鍵 …")
    }

    @Test func `a field keeps everything on one line`() {
        #expect(PlainText.field("a\tb\nc\r\\d") == "a\\tb\\nc\\r\\\\d")
    }
}
