import NIOCore

extension ByteBuffer {
    /// Makes the room of what has been read usable again once it is most of the buffer. A buffer that is written to while it
    /// is never quite empty would grow by all that goes through it otherwise.
    mutating func reclaimRead() {
        guard self.readerIndex > 0 else { return }
        if self.readableBytes == 0 {
            self.moveReaderIndex(to: 0)
            self.moveWriterIndex(to: 0)
        } else if self.readerIndex >= self.capacity / 2 {
            self.discardReadBytes()
        }
    }
}
