import NIOCore

/// Buffers of a loop that go round, so that a request in steady state allocates none and an idle connection holds none.
struct BufferStack {
    /// Most buffers that are kept.
    static let most = 128
    /// A buffer that has grown beyond this is not kept.
    static let largest = 65_536

    private var free: [ByteBuffer] = []
    private let allocator = ByteBufferAllocator()

    /// An empty buffer to append to.
    mutating func take() -> ByteBuffer {
        guard var buffer = self.free.popLast() else { return self.allocator.buffer(capacity: 2_048) }
        // While a write still holds the storage this makes a new one; otherwise it costs nothing.
        buffer.clear()
        return buffer
    }

    mutating func put(_ buffer: consuming ByteBuffer) {
        guard self.free.count < Self.most, buffer.capacity <= Self.largest else { return }
        self.free.append(buffer)
    }
}
