import NIOCore

/// The buffer of a loop that sockets are read into: one for all, so that an idle connection holds none.
struct ReceiveBuffer {
    /// How much is read at once, in bytes.
    static let size = 262_144

    private var free = ByteBuffer()
    private var isFree = false

    /// An empty buffer.
    mutating func take() -> ByteBuffer {
        guard self.isFree else { return ByteBufferAllocator().buffer(capacity: Self.size) }
        var buffer = ByteBuffer()
        swap(&buffer, &self.free)
        self.isFree = false
        return buffer
    }

    /// Takes back what was given out, whether it has been read or not. What is not as large is let go.
    mutating func put(_ buffer: inout ByteBuffer) {
        guard buffer.capacity > 0 else { return }
        guard !self.isFree, buffer.capacity == Self.size else { return buffer = ByteBuffer() }
        buffer.clear()
        swap(&buffer, &self.free)
        self.isFree = true
    }

    /// Adds what was read to the input of a connection: as it is where that is empty, copied behind it otherwise.
    mutating func move(_ buffer: inout ByteBuffer, to input: inout ByteBuffer) {
        guard input.readableBytes == 0 else {
            input.writeBuffer(&buffer)
            return self.put(&buffer)
        }
        input = buffer
        buffer = ByteBuffer()
    }

    /// Keeps what has not been read, which is all there is of a request, in a buffer of its own size.
    mutating func putAllBut(_ rest: inout ByteBuffer) {
        guard rest.readableBytes > 0 else { return self.put(&rest) }
        guard rest.readableBytes <= Self.size / 4 else { return rest.reclaimRead() }
        // A buffer that has been added to is larger than what is in it.
        guard rest.capacity >= Self.size else { return }
        var used = ByteBuffer(bytes: rest.readableBytesView)
        swap(&rest, &used)
        self.put(&used)
    }
}
