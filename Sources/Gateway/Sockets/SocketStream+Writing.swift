import Glibc
import HTTPMachines
import NIOCore
import Polling

/// Bytes on their way out: gathered, sealed where TLS is spoken, and sent.
extension SocketStream {
    /// Memory for bytes which the socket has not taken, with what has been taken since and is kept for more.
    var heldBytes: Int { self.unsent.capacity + (self.tls?.heldBytes ?? 0) }

    var hasUnsent: Bool { self.unsent.readableBytes > 0 || self.tls?.hasPlain == true }

    /// Bytes that the other side's kernel has, in all. A system call: what the socket has taken says little, since it tells
    /// that it takes more only when much of its buffer has gone.
    var deliveredBytes: UInt64 {
        let kept = UInt64(self.socket.unacknowledgedBytes())
        return self.sentBytes > kept ? self.sentBytes - kept : 0
    }

    /// Whether more may be written. Whoever writes nevertheless is not refused: so much more has its bound elsewhere.
    var isWritable: Bool { self.isOpen && !self.isBlocked && !self.hasFailed }

    /// Takes bytes to be sent at the end of the turn.
    mutating func write(_ buffer: ByteBuffer) {
        guard self.isOpen, !self.hasFailed else { return }
        if self.tls != nil {
            self.tls?.write(buffer)
        } else if self.hasUnsent {
            buffer.withUnsafeReadableBytes { _ = self.unsent.writeBytes($0) }
        } else {
            self.unsent = buffer
        }
        self.noteAmount()
    }

    /// Takes a piece of a buffer, counted from its reader index. A large one goes out at once, without being copied.
    mutating func write(_ range: ByteRange, of source: ByteBuffer) {
        source.withUnsafeReadableBytes { self.write(UnsafeRawBufferPointer(rebasing: $0[range.offsets])) }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard self.isOpen, !self.hasFailed, !bytes.isEmpty else { return }
        guard self.tls == nil else { return self.writeSealed(bytes) }
        guard bytes.count >= Self.largePiece, !self.interest.contains(.writable) else {
            self.unsent.writeBytes(bytes)
            return self.noteAmount()
        }
        switch self.unsent.withUnsafeReadableBytes({ self.socket.send($0, bytes) }) {
        case .moved(let count):
            let before = min(count, self.unsent.readableBytes)
            self.take(before)
            self.sentBytes &+= UInt64(count - before)
            self.unsent.writeBytes(bytes[(count - before)...])
        case .wouldBlock, .ended:
            self.watchOutput(true)
            self.unsent.writeBytes(bytes)
        case .failed: return self.fail()
        }
        self.noteAmountAfterSending()
    }

    private mutating func writeSealed(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.largePiece else {
            self.tls?.write(bytes)
            return self.noteAmount()
        }
        let isFirst = self.unsent.readableBytes == 0
        guard self.seal(), self.tls?.seal(bytes, to: &self.unsent) == true else { return self.fail() }
        if isFirst {
            switch self.unsent.withUnsafeReadableBytes({ self.socket.send($0) }) {
            case .moved(let count): self.take(count)
            case .wouldBlock, .ended: self.watchOutput(true)
            case .failed: return self.fail()
            }
        }
        self.noteAmountAfterSending()
    }

    private mutating func seal() -> Bool { self.tls?.seal(to: &self.unsent) ?? true }

    /// What was written before in this turn may be out as well.
    private mutating func noteAmountAfterSending() {
        self.noteAmount()
        if self.unsent.readableBytes < Self.lowWater { self.isBlocked = false }
    }

    private mutating func noteAmount() {
        let amount = self.unsent.readableBytes + (self.tls?.plainBytes ?? 0)
        self.isBlocked = self.isBlocked || amount >= Self.highWater
    }

    /// Whether its owner has to be put among those that send at the end of the turn; asked once for each time.
    mutating func takeTurn() -> Bool {
        guard self.hasUnsent, !self.isQueued, !self.interest.contains(.writable) else { return false }
        self.isQueued = true
        return true
    }

    /// Puts what is to be sent into the batch. `sent` must follow before anything is written.
    ///
    /// - Returns: whether there was anything.
    mutating func addTo(_ batch: SendBatch) -> Bool {
        self.isQueued = false
        guard self.hasUnsent, self.isOpen else { return false }
        guard self.seal() else {
            self.fail()
            return false
        }
        // The bytes are the buffer's own memory, which stays where it is while the buffer is not written to.
        self.unsent.withUnsafeReadableBytes { batch.add(self.socket, $0) }
        return true
    }

    /// Sends at once what was left, or was to be sent at the end of the turn.
    mutating func drain() -> Drained {
        guard self.hasUnsent else { return self.sent(.wouldBlock) }
        guard self.seal() else { return self.sent(.failed(EIO)) }
        return self.sent(self.unsent.withUnsafeReadableBytes { self.socket.send($0) })
    }

    /// Takes what has been sent off the rest.
    mutating func sent(_ transfer: StreamSocket.Transfer) -> Drained {
        switch transfer {
        case .moved(let count): self.take(count)
        case .wouldBlock, .ended: break
        case .failed:
            self.fail()
            return .failed
        }
        self.watchOutput(self.hasUnsent)
        guard self.isBlocked, self.unsent.readableBytes < Self.lowWater else { return .some }
        self.isBlocked = false
        return .becameWritable
    }

    /// Takes bytes that have been sent off the rest.
    private mutating func take(_ count: Int) {
        self.unsent.moveReaderIndex(forwardBy: min(count, self.unsent.readableBytes))
        self.sentBytes &+= UInt64(count)
        if self.hasUnsent { self.unsent.reclaimRead() }
    }

    /// Gives back the buffer when everything in it has been sent.
    mutating func giveBack(to buffers: inout BufferStack) {
        guard !self.hasUnsent, self.unsent.capacity > 0 else { return }
        var buffer = ByteBuffer()
        swap(&buffer, &self.unsent)
        buffers.put(buffer)
    }

    /// Lets go of a buffer that its writer still holds.
    mutating func dropSent() {
        if !self.hasUnsent { self.unsent = ByteBuffer() }
    }

    private mutating func fail() {
        self.hasFailed = true
        self.unsent = ByteBuffer()
        self.watchOutput(false)
    }
}
