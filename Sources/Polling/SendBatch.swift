import CSendRing
import Glibc

/// Sends of many sockets in one system call where the kernel lets us (io_uring), one after another elsewhere.
///
/// A send on its own is a chance for the kernel to run whoever it wakes; on a busy machine that happens at every other
/// one, and costs as much as the send.
package final class SendBatch {
    /// Sends of one call.
    package static let most = 256
    /// Fewer than this are not worth a ring.
    private static let fewest = 3

    private var ring: OpaquePointer?
    private var sends: [(descriptor: CInt, bytes: UnsafeRawBufferPointer)] = []
    private var results = [CInt](repeating: 0, count: SendBatch.most)

    /// `asksForRing` false does without one, as where there is none.
    package init(asksForRing: Bool = true) {
        self.ring = asksForRing ? send_ring_create(UInt32(Self.most)) : nil
        self.sends.reserveCapacity(Self.most)
    }

    deinit { if let ring = self.ring { send_ring_destroy(ring) } }

    /// Whether the kernel takes them together.
    package var usesRing: Bool { self.ring != nil }

    /// The ring's own descriptor.
    var ringDescriptor: CInt? { self.ring.map { send_ring_descriptor($0) } }

    package var isFull: Bool { self.sends.count == Self.most }
    package var count: Int { self.sends.count }

    /// Takes a send in; the bytes must stay where they are until `send` is back. There must be room.
    package func add(_ socket: borrowing StreamSocket, _ bytes: UnsafeRawBufferPointer) {
        precondition(!self.isFull, "a batch that is full is sent before more is put in")
        self.sends.append((socket.descriptor, bytes))
    }

    /// Sends everything that was taken in. What came of each, `result` says.
    package func send() {
        defer { self.sends.removeAll(keepingCapacity: true) }
        guard let ring = self.ring, self.sends.count >= Self.fewest else {
            for index in self.sends.indices { self.sendAlone(index) }
            return
        }
        for (index, send) in self.sends.enumerated() {
            send_ring_add(ring, send.descriptor, send.bytes.baseAddress, send.bytes.count, UInt32(index))
        }
        guard send_ring_submit(ring, UInt32(self.sends.count), &self.results) != 0 else { return }
        // What is left in it must never be sent: by then the bytes and the descriptors are somebody else's.
        send_ring_destroy(ring)
        self.ring = nil
        for index in self.sends.indices where self.results[index] == -EAGAIN { self.sendAlone(index) }
    }

    private func sendAlone(_ index: Int) {
        let send = self.sends[index]
        let flags = CInt(MSG_DONTWAIT | MSG_NOSIGNAL)
        let count = Glibc.send(send.descriptor, send.bytes.baseAddress, send.bytes.count, flags)
        self.results[index] = count >= 0 ? CInt(clamping: count) : -errno
    }

    /// What came of a send, by the order they were taken in.
    package func result(_ index: Int) -> StreamSocket.Transfer {
        let result = self.results[index]
        guard result < 0 else { return .moved(Int(result)) }
        return result == -EAGAIN || result == -EINTR ? .wouldBlock : .failed(-result)
    }
}
