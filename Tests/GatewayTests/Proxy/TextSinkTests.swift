import NIOCore
import Testing

@testable import Gateway

/// Numbers as text, in a head and in a buffer alike.
@Suite struct TextSinkTests {
    private static let numbers: [UInt64] =
        [0, 9, 10, 99, 100, 12_345_678, 99_999_999, 100_000_000, 100_000_001, 1_234_567_890_123_456, .max]
        + (0..<64).flatMap { [1 << UInt64($0), 1 << UInt64($0) &- 1] }

    private func written(_ write: (inout HeadText) -> Void, _ same: (inout ByteBuffer) -> Void) -> Set<String> {
        var (head, buffer) = (HeadText(), ByteBuffer())
        // A head that is nearly full has to grow, and to hold what it held.
        for _ in 0..<4_090 { head.put(0x2e) }
        write(&head)
        same(&buffer)
        return [String(decoding: head.bytes.dropFirst(4_090), as: UTF8.self), String(buffer: buffer)]
    }

    @Test func `a decimal number has the digits that it has`() {
        for number in Self.numbers {
            #expect(self.written({ $0.writeDecimal(number) }, { $0.writeDecimal(number) }) == [String(number)])
        }
    }

    @Test func `sixteen hexadecimal digits are sixteen, in lower case`() {
        for number in Self.numbers {
            let text = String(number, radix: 16)
            let wanted = String(repeating: "0", count: 16 - text.count) + text
            let written = self.written({ $0.writeHexadecimal(word: number) }, { $0.writeHexadecimal(word: number) })
            #expect(written == [wanted])
        }
    }
}
