import NIOCore
import Testing

@testable import Gateway

@Suite struct ReceiveBufferTests {
    @Test func `a rest that stays does not make the input grow by all that comes`() {
        var receiving = ReceiveBuffer()
        var input = ByteBuffer()
        for _ in 0..<1_000 {
            var buffer = receiving.take()
            buffer.writeRepeatingByte(0x61, count: ReceiveBuffer.size)
            receiving.move(&buffer, to: &input)
            // All but a little is gone through.
            input.moveReaderIndex(forwardBy: input.readableBytes - 3)
            receiving.putAllBut(&input)
            #expect(input.readableBytes == 3)
            #expect(input.capacity <= 65_536)
        }
    }

    @Test func `nor does a rest that is large`() {
        var receiving = ReceiveBuffer()
        var input = ByteBuffer()
        for _ in 0..<1_000 {
            var buffer = receiving.take()
            buffer.writeRepeatingByte(0x61, count: 60_000)
            receiving.move(&buffer, to: &input)
            input.moveReaderIndex(forwardBy: input.readableBytes - 20_000)
            receiving.putAllBut(&input)
            #expect(input.readableBytes == 20_000)
            #expect(input.capacity <= 262_144)
        }
    }
}
