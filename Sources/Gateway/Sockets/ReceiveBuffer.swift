import NIOCore

/// The buffer of a loop that sockets are read into: one for all, so that an idle connection holds none.
struct ReceiveBuffer {
    /// How much is read at once, in bytes.
    static let size = 65_536

    private var free: ByteBuffer?

    /// An empty buffer.
    mutating func take() -> ByteBuffer {
        self.free.take() ?? ByteBufferAllocator().buffer(capacity: Self.size)
    }

    /// Takes back what was given out and has been read. What is not as large is let go.
    mutating func put(_ buffer: inout ByteBuffer) {
        defer { buffer = ByteBuffer() }
        guard self.free == nil, buffer.capacity == Self.size else { return }
        buffer.clear()
        self.free = buffer
    }

    /// Keeps what has not been read, which is all there is of a request, in a buffer of its own size.
    mutating func putAllBut(_ rest: inout ByteBuffer) {
        guard rest.readableBytes > 0 else { return self.put(&rest) }
        guard rest.capacity == Self.size, rest.readableBytes <= Self.size / 4 else { return }
        var used = rest
        rest = ByteBuffer(bytes: rest.readableBytesView)
        self.put(&used)
    }
}
