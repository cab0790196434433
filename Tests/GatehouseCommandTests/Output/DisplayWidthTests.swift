import TestKit
import Testing

@testable import gatehouse

@Suite struct DisplayWidthTests {
    @Test func `wide characters take two columns and marks none`() {
        #expect(DisplayWidth.of("key") == 3)
        #expect(DisplayWidth.of("鍵") == 2)
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.of("🔑") == 2)
    }

    @Test func `a text that fits is not cut`() {
        #expect(DisplayWidth.cut("abc", to: 3) == "abc")
    }

    @Test func `what is missing is marked, and never splits a wide character`() {
        #expect(DisplayWidth.cut("abcdef", to: 4) == "abc…")
        #expect(DisplayWidth.cut("鍵鍵鍵", to: 4) == "鍵…")
        #expect(DisplayWidth.cut("abc", to: 0).isEmpty)
    }

    @Test func `a cut text never takes more than it was given`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            let scalars = (0..<Int.random(in: 0...20, using: &generator)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x20000, using: &generator))
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            let width = Int.random(in: 0...12, using: &generator)
            #expect(DisplayWidth.of(DisplayWidth.cut(String(text), to: width)) <= width)
        }
    }
}
