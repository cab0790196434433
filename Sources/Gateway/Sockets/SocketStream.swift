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
    static let largePiece = 16_384

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

    var socket = StreamSocket()
    /// `nil` where bytes go over the wire as they are.
    var tls: TLSLayer?
    private var poller: Poller?
    private var watch: Poller.Watch?
    var interest: Interest = []
    private var isMuted = false
    var unsent = ByteBuffer()
    var isBlocked = false
    /// Among those that send at the end of the turn.
    var isQueued = false
    /// Sending has failed: what is written is dropped, and the end of the input will not be an orderly one.
    var hasFailed = false
    /// Bytes that the socket has taken, in all.
    var sentBytes: UInt64 = 0

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
        self.poller?.forget(watch)
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
}
