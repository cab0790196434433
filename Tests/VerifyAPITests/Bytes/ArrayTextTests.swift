import Foundation
import Keys
import TestKit
import Testing

@testable import VerifyAPI

@Suite struct ArrayTextTests {
    private func written(_ write: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        write(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `times are written as elsewhere`() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<2_000 {
            let time = WallTime(milliseconds: Int64(random.next() % 253_402_300_799_000))
            #expect(self.written { $0.writeTime(time) } == time.description)
        }
        for time in [WallTime.distantPast, .distantFuture, WallTime(seconds: 1_796_083_200)] {
            #expect(self.written { $0.writeTime(time) } == time.description)
        }
        #expect(self.written { $0.writeTime(WallTime(milliseconds: .max)) } == WallTime.distantFuture.description)
        #expect(self.written { $0.writeTime(WallTime(milliseconds: .min)) } == WallTime.distantPast.description)
    }

    @Test(arguments: ["", "plain", "\"\\", "\u{0}\u{1f}\n", "\u{e9}\u{1f600}", String(repeating: "x", count: 100)])
    func `JSON strings are read back by another reader`(text: String) throws {
        let json = "[" + self.written { $0.writeJSONString(text) } + "]"
        #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String] == [text])
    }

    @Test func `numbers are written to the ends of their range`() {
        #expect(self.written { $0.writeDecimal(UInt64.max) } == "\(UInt64.max)")
        #expect(self.written { $0.writeDecimal(Int64.min) } == "\(Int64.min)")
        #expect(self.written { $0.writeDecimal(UInt32(0)) } == "0")
    }

    @Test func `ids of a batch are all different and count up`() {
        let context = VerifyContext(peer: nil, requestID: VerifyFixture.requestID, now: .distantPast, monotonic: 0)
        let ids = (0..<4_000).map { Reply(context, isHead: false).requestID(ofVerification: $0) }
        #expect(Set(ids).count == 4_000 && ids[0] == context.requestID)
        #expect(ids[61].description.hasSuffix("0z") && ids[62].description.hasSuffix("10"))
        #expect(ids.allSatisfy { RequestID($0.description) == $0 })
    }
}
