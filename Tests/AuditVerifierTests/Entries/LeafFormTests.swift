import Auditing
import TestKit
import Testing

@testable import AuditVerifier

@Suite struct LeafFormTests {
    private static func sequence(_ text: String) -> UInt64? {
        let bytes = Array(text.utf8)
        return LeafForm.sequence(of: bytes.span)
    }

    @Test(
        arguments: [
            (#"{"seq":0}"#, 0), (#"{"seq":9007199254740991}"#, 9_007_199_254_740_991),
            (#"{"a":[],"b":{},"c":[1,-1,"x",null,true,false,{"seq":9}],"seq":5,"z":"é😀"}"#, 5),
            (#"{"a":"\b\t\n\f\r\"\\\u0000\u000b\u001f/","seq":1}"#, 1), (#"{"":1,"seq":2}"#, 2),
            (#"{"seq":3,"sequ":1}"#, 3), (#"{"😀":1,"seq":2}"#, nil), (#"{"seq":2,"😀":1,"ﬁ":1}"#, 2),
            (#"{"seq":2,"ﬁ":1,"😀":1}"#, nil),
        ] as [(String, UInt64?)])
    func `the number of a canonical object`(text: String, expected: UInt64?) {
        #expect(Self.sequence(text) == expected)
    }

    @Test(arguments: [
        "", "{", "}", "null", "7", #""seq""#, #"["seq"]"#, "{}", #"{"seq":}"#, #"{"seq":null}"#, #"{"seq":-1}"#,
        #"{"seq":-0}"#, #"{"seq":1.0}"#, #"{"seq":1e3}"#, #"{"seq":01}"#, #"{"seq":9007199254740992}"#,
        #"{"a":-0,"seq":1}"#, #"{"a":0.5,"seq":1}"#, #"{"a":9007199254740992,"seq":1}"#, #"{"seq":1,"seq":1}"#,
        #"{"seq":1,"a":1}"#, #"{ "seq":1}"#, #"{"seq" :1}"#, #"{"seq":1 }"#, #"{"seq":1} "#, " {\"seq\":1}",
        #"{"a":[1, 2],"seq":1}"#, #"{"a":"\/","seq":1}"#, #"{"a":"\u0041","seq":1}"#, #"{"a":"\u001F","seq":1}"#,
        #"{"a":"\u0008","seq":1}"#, #"{"a":"\u000a","seq":1}"#, #"{"a":"\u007f","seq":1}"#,
        #"{"a":"\ud83d\ude00","seq":1}"#,
        #"{"a":"\u00e9","seq":1}"#, #"{"seq":1,}"#, #"{"seq":1}}"#, #"{"\u0073eq":1}"#, #"{"x":{"seq":1}}"#,
        #"{"a":{"b":1,"a":1},"seq":1}"#, #"{"a":{"b":1,"b":1},"seq":1}"#, "{\"a\":\"\u{1}\",\"seq\":1}",
    ])
    func `anything else has none`(text: String) {
        #expect(Self.sequence(text) == nil)
    }

    @Test func `it accepts exactly the objects that the writer's reader accepts`() {
        var generator = SeededGenerator(seed: 37)
        let samples = PublishedLog.leaves(12) + [Array(#"{"a":"\u0001é😀","seq":3,"é":1,"ﬁ":[true,-5]}"#.utf8)]
        let pieces: [[UInt8]] = [
            "\"", ",", ":", "{", "}", "[", "]", "0", "-", " ", "\\", "\\u0001", "é", "😀", "seq", "1",
        ]
        .map { Array($0.utf8) }
        for _ in 0..<3000 {
            var bytes = generator.pick(samples)
            for _ in 0..<generator.number(below: 3) {
                let position = generator.number(below: bytes.count)
                switch generator.number(below: 3) {
                case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
                case 1: bytes.remove(at: position)
                default: bytes.insert(contentsOf: generator.pick(pieces), at: position)
                }
            }
            let theirs = (try? JSONValue(canonical: bytes)).flatMap { $0["seq"]?.integer }.flatMap(
                UInt64.init(exactly:))
            let ours = LeafForm.sequence(of: bytes.span)
            #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
