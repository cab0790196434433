import NIOCore
import Polling
import TransportSecurity

/// TLS of one socket: opens what is received, and seals what is written when it is time to send.
final class TLSLayer {
    /// Room for the first messages of a handshake; a longer chain takes more rounds.
    private static let handshakeRoom = 4_096

    private var session: TLSSession
    private let room: TLSRoom
    /// Written and not sealed yet, so that a turn's writes make few records.
    private var plain = ByteBuffer()
    /// The other side has said that it sends no more (close_notify).
    private(set) var hasEnded = false
    /// What TLS itself has said since the socket had last taken everything, in bytes, once the handshake is over.
    private var saidBytes = 0

    init(_ session: consuming TLSSession, room: TLSRoom) {
        self.session = session
        self.room = room
    }

    var isEstablished: Bool { self.session.isEstablished }
    var isResumed: Bool { self.session.isResumed }
    var problem: String? { self.session.problem }
    var peer: PeerCertificate? { self.session.peer }

    /// Begins the handshake as a client.
    ///
    /// - Returns: whether it could.
    func sayHello(_ unsent: inout ByteBuffer) -> Bool {
        var nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        let outcome = self.write(to: &unsent, atLeast: Self.handshakeRoom) { session, output, written in
            session.shakeHands(&nothing, to: output, &written)
        }
        if case .needsInput = outcome { return true }
        return false
    }

    // MARK: Reading

    /// Receives from the socket and appends what it opens to the buffer, which has to be empty. Messages of TLS itself are
    /// added to what is unsent.
    func receive(
        from socket: borrowing StreamSocket, into buffer: inout ByteBuffer, unsent: inout ByteBuffer
    ) -> SocketStream.Received {
        guard !self.hasEnded else { return .ended }
        switch self.room.receive(from: socket) {
        case .moved(let count):
            var input = self.room.received(count)
            let (wasEstablished, before) = (self.isEstablished, unsent.readableBytes)
            let received = self.takeIn(&input, into: &buffer, &unsent)
            guard wasEstablished else { return received }
            self.saidBytes = before == 0 ? 0 : self.saidBytes
            self.saidBytes += unsent.readableBytes - before
            return self.saidBytes > TLSSession.mostSaid ? .failed : received
        case .wouldBlock: return .nothing
        case .ended: return .cut
        case .failed: return .failed
        }
    }

    private func takeIn(
        _ input: inout UnsafeRawBufferPointer, into buffer: inout ByteBuffer, _ unsent: inout ByteBuffer
    ) -> SocketStream.Received {
        while true {
            let isEstablished = self.session.isEstablished
            let outcome =
                isEstablished
                ? self.open(&input, into: &buffer, &unsent)
                : self.write(to: &unsent, atLeast: Self.handshakeRoom) { session, output, written in
                    session.shakeHands(&input, to: output, &written)
                }
            switch outcome {
            case .done where !isEstablished: continue
            case .needsRoom: self.makeRoom(in: &unsent)
            // There is always room for what was opened; nothing that came may be left behind.
            case .done where !input.isEmpty: return .failed
            case .done, .needsInput: return buffer.readableBytes > 0 ? .bytes : .nothing
            // What came before the end is gone through first.
            case .ended:
                self.hasEnded = true
                return buffer.readableBytes > 0 ? .bytes : .ended
            case .failed: return .failed
            }
        }
    }

    private func open(
        _ input: inout UnsafeRawBufferPointer, into buffer: inout ByteBuffer, _ unsent: inout ByteBuffer
    ) -> TLSSession.Outcome {
        var opened = TLSSession.Outcome.done
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { plain in
            var count = 0
            opened = self.write(to: &unsent, atLeast: 0) { session, output, written in
                session.open(&input, into: plain, &count, to: output, &written)
            }
            return count
        }
        return opened
    }

    // MARK: Writing

    var hasPlain: Bool { self.plain.readableBytes > 0 }
    var plainBytes: Int { self.plain.readableBytes }
    /// Memory for what is not sealed yet, and for a handshake that is under way.
    var heldBytes: Int { self.plain.capacity + (self.isEstablished ? 0 : TLSSession.mostOfHandshake) }

    /// Takes bytes to be sealed later.
    func write(_ buffer: consuming ByteBuffer) {
        guard self.hasPlain else { return self.plain = buffer }
        buffer.withUnsafeReadableBytes { _ = self.plain.writeBytes($0) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        if self.plain.capacity == 0 { self.plain = self.room.take() }
        self.plain.writeBytes(bytes)
    }

    /// Seals what was written.
    ///
    /// - Returns: whether it could be.
    func seal(to unsent: inout ByteBuffer) -> Bool {
        guard self.hasPlain else { return true }
        var plain = ByteBuffer()
        swap(&plain, &self.plain)
        let isSealed = plain.withUnsafeReadableBytes { self.seal($0, to: &unsent) }
        self.room.put(plain)
        return isSealed
    }

    /// Seals a piece behind what was written before.
    func seal(_ bytes: UnsafeRawBufferPointer, to unsent: inout ByteBuffer) -> Bool {
        let room = TLSSession.sealedRoom(for: bytes.count)
        let outcome = self.write(to: &unsent, atLeast: room) { session, output, written in
            session.seal(bytes, to: output, &written)
        }
        if case .done = outcome { return true }
        return false
    }

    /// Says that nothing more comes.
    func end(_ unsent: inout ByteBuffer) {
        guard self.session.isEstablished, self.seal(to: &unsent) else { return }
        _ = self.write(to: &unsent, atLeast: 256) { session, output, written in
            session.end(to: output, &written)
            return .done
        }
    }

    private func makeRoom(in unsent: inout ByteBuffer) {
        unsent.reserveCapacity(minimumWritableBytes: Self.handshakeRoom)
    }

    private func write(
        to unsent: inout ByteBuffer, atLeast room: Int,
        _ body: (inout TLSSession, UnsafeMutableRawBufferPointer, inout Int) -> TLSSession.Outcome
    ) -> TLSSession.Outcome {
        var outcome = TLSSession.Outcome.done
        if room > 0, unsent.capacity == 0 { unsent = self.room.take() }
        unsent.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { output in
            var written = 0
            outcome = body(&self.session, output, &written)
            return written
        }
        return outcome
    }
}
