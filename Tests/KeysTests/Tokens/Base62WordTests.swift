import TestKit
import Testing

@testable import Keys

@Suite struct Base62WordTests {
    @Test func `a run is all digits exactly when each of its bytes is one`() {
        for byte in UInt8.min ... .max {
            for length in 1...20 {
                for place in 0..<length {
                    var run = [UInt8](repeating: 0x7a, count: length)
                    run[place] = byte
                    #expect(Base62.containsAll(run.span) == Base62.contains(byte))
                }
            }
        }
    }

    @Test func `any bytes are judged as one by one`() {
        var random = SeededGenerator(seed: 62)
        for _ in 0..<20_000 {
            // Mostly digits, so that runs of them occur.
            let run = random.bytes(Int(random.next() % 24)).map { byte in
                byte < 0xf8 ? Base62.alphabet[Int(byte) % 62] : byte
            }
            #expect(Base62.containsAll(run.span) == run.allSatisfy { Base62.contains($0) })
        }
    }
}
