import Foundation
import TestKit
import Testing

@testable import VerifyAPI

@Suite struct Base64Tests {
    @Test func `random bytes come back`() {
        var random = SeededGenerator(seed: 4)
        for count in 1..<130 {
            let bytes = random.bytes(count)
            let text = Array(Data(bytes).base64EncodedString().utf8)
            #expect(Base64.decode(text.span, longest: 130) == bytes)
            #expect(Base64.decode(text.span, longest: count - 1) == nil)
        }
    }

    @Test(arguments: [
        "", "A", "AA", "AAA", "AA=", "AB==", "AAB=", "A===", "====", "AA==AAAA", "A-_A", "AAA\u{e9}", "AA A",
    ])
    func `another spelling is none`(text: String) {
        #expect(Base64.decode(Array(text.utf8).span, longest: 100) == nil)
    }
}
