import Glibc
import HTTPMachines
import NIOCore
import Polling
import TransportSecurity

/// A connection's socket on its loop: what it is watched for, and the bytes that it has not taken yet. It decides nothing;
/// every call says what came of it.
struct SocketStream: ~Copyable {
    /// With so many bytes unsent nothing more should be written,
    static let highWater = 65_536
    /// until they are so few.
    static let lowWater = 32_768
    /// Pieces of so many bytes are not copied.
    private static let largePiece = 16_384

    /// What came of reading.
    enum Received {
        case bytes
        /// Nothing yet.
        case nothing
        /// The other side sends no more, and has said so.
        case ended
        /// The socket has ended before TLS did, which anybody on the way can bring about (RFC 9112, 9.8).
        case cut
        case failed
    }

    /// What came of sending what was left.
    enum Drained {
        /// Some of it, and it is not yet time to write more.
        case some
        /// So much that there may be written again.
        case becameWritable
        case failed
    }

    private var socket = StreamSocket()
    /// `nil` where bytes go over the wire as they are.
    private var tls: TLSLayer?
    private var poller: Poller?
    private var watch: Poller.Watch?
    private var interest: Interest = []
    private var isMuted = false
    private var unsent = ByteBuffer()
    private var isBlocked = false
    /// Among those that send at the end of the turn.
    private(set) var isQueued = false
    /// Sending has failed: what is written is dropped, and the end of the input will not be an orderly one.
    private(set) var hasFailed = false
    /// Bytes that the socket has taken, in all.
    private(set) var sentBytes: UInt64 = 0

    init() {}

    // MARK: Opening and closing

    /// Takes a socket and has the poller watch it for the target.
    mutating func open(
        _ socket: consuming StreamSocket, on poller: Poller, for interest: Interest, target: any PollTarget
    ) throws(SystemError) {
        self.watch = try poller.add(socket.descriptor, for: interest, target: target)
        self.socket = socket
        self.poller = poller
        self.interest = interest
        self.isMuted = false
        self.isBlocked = false
        self.hasFailed = false
    }

    /// Has everything from now on go through TLS, which begins with the other side's first bytes.
    mutating func secure(_ layer: TLSLayer) { self.tls = layer }

    /// Whether bytes can be exchanged: at once without TLS, after the handshake with.
    var isEstablished: Bool { self.tls?.isEstablished ?? true }

    /// Whether it is to be, or is, TLS.
    var isSecured: Bool { self.tls != nil }

    /// Begins the handshake, where it is ours to begin.
    mutating func sayHello() -> Bool { self.tls?.sayHello(&self.unsent) ?? false }

    /// What was found wrong with the other side's certificate.
    var problem: String? { self.tls?.problem }

    /// What the other side has shown in the handshake; `nil` when nothing.
    var peer: PeerCertificate? { self.tls?.peer }

    /// What has become of a handshake with what was received last; `nil` while it goes on.
    func handshake(after received: Received) -> HandshakeOutcome? {
        guard !self.isEstablished else { return self.tls?.isResumed == true ? .resumed : .full }
        switch received {
        case .bytes, .nothing: return nil
        case .ended, .cut, .failed: return .failed
        }
    }

    /// Whether the other side has said that nothing follows what has been received. The socket may tell nothing more.
    var hasEnded: Bool { self.tls?.hasEnded ?? false }

    var isOpen: Bool { self.watch != nil }

    /// Why connecting failed; 0 when it did not.
    var connectionError: CInt { self.socket.connectionError() }

    /// Says that nothing more comes.
    mutating func closeOutput() {
        if self.tls != nil, !self.hasUnsent {
            self.tls?.end(&self.unsent)
            // It is a courtesy: what the socket does not take now is left out.
            _ = self.unsent.withUnsafeReadableBytes { self.socket.send($0) }
            self.unsent.clear()
        }
        self.socket.closeOutput()
    }

    /// Has `close` reset the connection.
    func resetOnClose() { self.socket.resetOnClose() }

    mutating func close() {
        guard let watch = self.watch.take() else { return }
        self.poller?.remove(watch)
        self.poller = nil
        self.socket = StreamSocket()
        self.tls = nil
        self.unsent = ByteBuffer()
    }

    // MARK: Interest

    /// Whether the socket has refused bytes and the other side has to read before it takes more.
    var awaitsReader: Bool { self.interest.contains(.writable) && self.hasUnsent }

    var isWatchedForInput: Bool { self.interest.contains(.readable) }

    /// Has the poller tell of input, or not.
    mutating func watchInput(_ isWanted: Bool) { self.setInterest(.readable, isWanted) }

    /// Hears nothing of a connection that is over while its last bytes cannot be read yet.
    mutating func mute() {
        guard let watch = self.watch, !self.isMuted else { return }
        self.isMuted = true
        self.poller?.mute(watch)
    }

    mutating func watchOutput(_ isWanted: Bool) { self.setInterest(.writable, isWanted) }

    private mutating func setInterest(_ part: Interest, _ isWanted: Bool) {
        guard self.interest.contains(part) != isWanted, let watch = self.watch else { return }
        if isWanted { self.interest.insert(part) } else { self.interest.remove(part) }
        guard isWanted || !self.isMuted else { return }
        self.isMuted = false
        self.poller?.change(watch, to: self.interest)
    }

    // MARK: Reading

    /// Appends what has come, as much as fits in.
    mutating func receive(into buffer: inout ByteBuffer) -> Received {
        guard self.tls == nil else { return self.open(into: &buffer) }
        var received = Received.nothing
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { bytes in
            switch self.socket.receive(into: bytes) {
            case .moved(let count):
                received = .bytes
                return count
            case .wouldBlock: return 0
            case .ended:
                received = self.hasFailed ? .failed : .ended
                return 0
            case .failed:
                received = .failed
                return 0
            }
        }
        return received
    }

    private mutating func open(into buffer: inout ByteBuffer) -> Received {
        switch self.tls?.receive(from: self.socket, into: &buffer, unsent: &self.unsent) {
        case .failed?, nil:
            // An alert says why, where the socket takes it.
            _ = self.unsent.withUnsafeReadableBytes { self.socket.send($0) }
            return .failed
        case .ended? where self.hasFailed, .cut? where self.hasFailed: return .failed
        case let received?: return received
        }
    }

    // MARK: Writing

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

    // MARK: Sending

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
