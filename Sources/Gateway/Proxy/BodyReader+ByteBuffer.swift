import HTTPMachines
import NIOCore

extension BodyReader {
    /// The next step in what a buffer holds.
    ///
    /// As a parameter the buffer outlives the span taken from it. A span taken from a property of a class does not, which
    /// the optimised build refuses.
    mutating func next(in buffer: ByteBuffer) -> BodyStep {
        self.next(buffer.readableBytesUInt8Span)
    }
}
