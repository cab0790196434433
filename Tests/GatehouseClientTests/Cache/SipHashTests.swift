import TestKit
import Testing

@testable import GatehouseClient

@Suite struct SipHashTests {
    /// The key 00 01 … 0f of the reference implementation's vectors.
    private let hash = SipHash(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))

    private func hex(_ bytes: [UInt8]) -> String {
        let tag = self.hash.tag(of: bytes)
        let digits = Array("0123456789abcdef")
        return String(
            [tag.low, tag.high].flatMap { word in
                (0..<8).flatMap { place in
                    let byte = Int(word >> (8 * UInt64(place)) & 0xff)
                    return [digits[byte >> 4], digits[byte & 15]]
                }
            })
    }

    /// From `vectors.h` of the reference implementation: the inputs are 00, 00 01, 00 01 02 …
    @Test(arguments: [
        (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
        (2, "8177228da4a45dc7fca38bdef60affe4"), (7, "a1f1ebbed8dbc153c0b84aa61ff08239"),
        (8, "3b62a9ba6258f5610f83e264f31497b4"), (9, "264499060ad9baabc47f8b02bb6d71ed"),
        (15, "5493e99933b0a8117e08ec0f97cfc3d9"), (16, "6ee2a4ca67b054bbfd3315bf85230577"),
        (33, "77c6077146f01c32b6b69d5f4ea9ffcf"), (63, "5150d1772f50834a503e069a973fbd7c"),
    ]) func `the vectors of the reference implementation hold`(_ count: Int, _ expected: String) {
        #expect(self.hex((0..<count).map { UInt8($0) }) == expected)
    }

    @Test func `a change of one bit anywhere changes the tag`() {
        var generator = SeededGenerator(seed: 9)
        for count in 1...40 {
            let bytes = generator.bytes(count)
            let tag = self.hash.tag(of: bytes)
            for bit in 0..<(8 * count) {
                var other = bytes
                other[bit / 8] ^= 1 << (bit % 8)
                #expect(self.hash.tag(of: other) != tag)
            }
            #expect(self.hash.tag(of: bytes + [0]) != tag)
        }
    }

    @Test func `two processes name the same question differently`() {
        #expect(SipHash().tag(of: [1, 2, 3]) != SipHash().tag(of: [1, 2, 3]))
    }
}
