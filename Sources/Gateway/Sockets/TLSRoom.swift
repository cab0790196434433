import NIOCore
import Polling

/// What the TLS connections of a loop share: memory that sealed bytes are received into, and buffers that go round.
final class TLSRoom {
    /// Sealed bytes taken in at once: with what a record before has left, they fit into a receive buffer when opened.
    static let size = ReceiveBuffer.size - 20_480

    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: TLSRoom.size, alignment: 16)
    private var buffers = BufferStack()

    deinit { self.memory.deallocate() }

    /// Receives sealed bytes; they stay until the next call.
    func receive(from socket: borrowing StreamSocket) -> StreamSocket.Transfer { socket.receive(into: self.memory) }

    /// The first of what was received.
    func received(_ count: Int) -> UnsafeRawBufferPointer { .init(rebasing: self.memory[..<min(count, Self.size)]) }

    /// An empty buffer.
    func take() -> ByteBuffer { self.buffers.take() }

    func put(_ buffer: consuming ByteBuffer) { self.buffers.put(buffer) }
}
