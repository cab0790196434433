import Keys
import TestKit
import Testing

@Suite struct ChecksumTests {
    @Test func `the published vectors hold`() {
        #expect(Reading.checksum(Array("123456789".utf8)) == 0xcbf4_3926)
        #expect(Reading.checksum([UInt8]()) == 0)
        let random = Array("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ".utf8)
        #expect(Reading.checksum(random) == 0x2a95_ee6d)
        #expect(Base62.sixDigits(of: 0x2a95_ee6d) == Array("0mLq17".utf8))
    }

    @Test func `a run of any length gives what bit by bit gives`() {
        var generator = SeededGenerator(seed: 1)
        for count in 0..<40 {
            let bytes = generator.bytes(count)
            var crc: UInt32 = 0xffff_ffff
            for byte in bytes {
                crc ^= UInt32(byte)
                for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xedb8_8320 : crc >> 1 }
            }
            #expect(crc ^ 0xffff_ffff == Reading.checksum(bytes))
        }
    }

    @Test func `six digits hold every 32-bit value`() {
        #expect(Base62.sixDigits(of: 0) == Array("000000".utf8))
        #expect(Base62.sixDigits(of: 61) == Array("00000z".utf8))
        #expect(Base62.sixDigits(of: 62) == Array("000010".utf8))
        #expect(Base62.sixDigits(of: .max) == Array("4gfFC3".utf8))
    }

    @Test func `the alphabet is what contains says`() {
        #expect((0...255).filter { Base62.contains($0) }.map { UInt8($0) } == Base62.alphabet.sorted())
        #expect(Base62.alphabet.count == 62)
    }

    @Test func `digits are drawn evenly, and bytes that would favour some are thrown away`() {
        var generator = SeededGenerator(seed: 2)
        var counts: [UInt8: Int] = [:]
        for digit in Base62.draw(62_000, from: { generator.bytes($0) }) { counts[digit, default: 0] += 1 }
        #expect(counts.count == 62 && counts.values.allSatisfy { (850...1150).contains($0) })
        var calls = 0
        let drawn = Base62.draw(3) { count in
            calls += 1
            return calls == 1 ? Array(repeating: 248, count: count) : Array(repeating: 247, count: count)
        }
        #expect(drawn == [Base62.alphabet[61], Base62.alphabet[61], Base62.alphabet[61]] && calls == 2)
    }
}
