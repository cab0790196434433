import Admission
import HTTPMachines
import Keys
import NIOCore
import Polling
import TransportSecurity

/// A client's connection as both listeners have it: bytes in, bytes out, and the end of either.
///
/// What an event answers is gathered in `response`; `settle` has it sent at the end of the turn. What the bytes mean is a
/// subclass's to say.
class ClientConnection: PollTarget, TurnSender {
    let gateway: GatewayLoop
    /// Given by the loop; `.max` before and after.
    final var number = UInt32.max
    final var stream = SocketStream()
    final var deadline = UInt64.max
    /// What has come and has not been gone through.
    final var input = ByteBuffer()
    final private(set) var isInputClosed = false
    /// What the client has shown in its handshake.
    final private(set) var certificate: ClientCertificate?
    /// What the event has written.
    final var response: ByteBuffer?
    /// Nothing more will be written once this event's bytes are.
    final private var closesOutput = false
    /// The output closes when everything has been sent.
    final private var endsWhenSent = false
    /// What its handshake is counted by, while it is under way.
    final private var handshake: HandshakeGate?
    /// Bytes thrown away since the last answer.
    final private var drainedBytes = 0

    init(gateway: GatewayLoop) { self.gateway = gateway }

    /// Bytes that wait in the kernel to be sent: enough for a reader that is fast, and for a slow one small steps.
    static let mostUnsent: CInt = 524_288

    // MARK: For subclasses

    /// The listener that it came in by.
    var listener: ListenerName { .gateway }
    /// Goes through what has come, as far as it can be gone through now, and settles.
    func process() {}
    /// Has what was written sent at the end of the turn.
    func settle() { self.sendResponse() }
    /// Whether anything can be done with more bytes.
    var wantsBytes: Bool { true }
    /// The client sends no more; what it has sent can still be answered.
    func inputClosed() {}
    /// What was written is nearly out.
    func becameWritable() {}
    /// Something of what was written is out.
    func outputMoved() {}
    /// The connection is gone.
    func closed() {}

    // MARK: Events

    /// Takes the connection in.
    ///
    /// - Returns: whether it can be watched.
    final func open(_ socket: consuming StreamSocket) -> Bool {
        do throws(SystemError) {
            try self.stream.open(socket, on: self.gateway.poller, for: .readable, target: self)
            return true
        } catch {
            return false
        }
    }

    /// Whether another handshake may begin at the listener, which is `nil` without TLS; the connection is reset when not.
    final func mayShakeHands(at gate: HandshakeGate?) -> Bool {
        guard let gate else { return true }
        guard let protection = gate.begin(at: self.gateway.clock.monotonic) else {
            self.handshake = gate
            return true
        }
        self.gateway.edge.count(protection)
        self.gateway.recorder.count(.shed, at: self.listener)
        self.stream.resetOnClose()
        self.abort()
        return false
    }

    private func endHandshake() { self.handshake.take()?.end() }

    /// Has the client speak TLS, where its listener does.
    ///
    /// - Returns: whether it can.
    final func secure(_ security: ListenerSecurity?) -> Bool {
        guard let security else { return true }
        guard let room = self.gateway.tlsRoom, let session = security.offer.accept() else { return false }
        self.stream.secure(TLSLayer(session, room: room))
        return true
    }

    final func ready(_ readiness: Readiness) {
        self.gateway.clock.read()
        if readiness.isWritable { self.drain() }
        guard self.stream.isOpen else { return }
        if readiness.isReadable, self.stream.isWatchedForInput {
            self.receive()
        } else if readiness.isOver {
            self.abort()
        }
    }

    private func receive() {
        var buffer = self.gateway.receiving.take()
        let wasEstablished = self.stream.isEstablished
        let received = self.stream.receive(into: &buffer)
        if !wasEstablished, let outcome = self.stream.handshake(after: received) {
            self.gateway.recorder.count(outcome, at: self.listener)
            self.endHandshake()
            self.certificate = self.stream.peer.flatMap { ClientCertificate($0) }
        }
        switch received {
        case .bytes:
            self.gateway.receiving.move(&buffer, to: &self.input)
            self.process()
            self.readOrPause()
            if self.stream.hasEnded { self.endInput() }
        case .nothing:
            self.gateway.receiving.put(&buffer)
            // The handshake has something to say.
            if self.stream.takeTurn() { self.gateway.turnEnd.add(self) }
        case .ended, .cut:
            // A request says how long it is: one that was cut short is seen to be.
            self.gateway.receiving.put(&buffer)
            self.endInput()
        case .failed:
            self.gateway.receiving.put(&buffer)
            self.abort()
        }
    }

    private func endInput() {
        guard self.stream.isOpen else { return }
        self.isInputClosed = true
        self.stream.watchInput(false)
        self.inputClosed()
    }

    private func drain() { self.noteSent(self.stream.drain()) }

    private func noteSent(_ drained: SocketStream.Drained) {
        switch drained {
        case .failed: return self.abort()
        case .becameWritable: self.becameWritable()
        case .some: break
        }
        self.stream.giveBack(to: &self.gateway.buffers)
        self.outputMoved()
        guard self.endsWhenSent, self.stream.isOpen, !self.stream.hasUnsent else { return }
        self.outputIsOut()
    }

    final func addTo(_ batch: SendBatch) -> Bool { self.stream.addTo(batch) }

    final func sent(_ transfer: StreamSocket.Transfer) {
        if self.stream.isOpen { self.noteSent(self.stream.sent(transfer)) }
    }

    // MARK: Reading

    /// Asks for more bytes unless nothing can be done with them yet.
    final func readOrPause() { self.stream.watchInput(!self.isInputClosed && self.wantsBytes) }

    final func resumeReading() {
        if !self.stream.isWatchedForInput { self.readOrPause() }
    }

    /// After an exchange, or an answer that had to be waited for: what the client sent ahead, or the wait for more.
    final func proceed() {
        if self.input.readableBytes > 0 { self.process() } else { self.settle() }
        self.resumeReading()
    }

    /// What has been gone through makes room for what comes next.
    final func releaseInput() { self.gateway.receiving.putAllBut(&self.input) }

    final func discardInput() { self.gateway.receiving.put(&self.input) }

    /// Throws away what follows a refused request; closes when that is more than so many bytes.
    final func discard(upTo most: Int) {
        self.drainedBytes += self.input.readableBytes
        self.discardInput()
        if self.drainedBytes > most { self.abort() }
    }

    // MARK: Writing

    /// Sends before the end of the turn.
    final func sendNow() { self.drain() }

    /// Has what this event has written sent at the end of the turn, and closes what is to be closed.
    final func sendResponse() {
        if let response = self.response.take() { self.stream.write(response) }
        if self.stream.takeTurn() { self.gateway.turnEnd.add(self) }
        // A large piece may be out already.
        self.stream.giveBack(to: &self.gateway.buffers)
        guard self.closesOutput, self.stream.isOpen else { return }
        self.closesOutput = false
        if self.stream.hasUnsent { self.endsWhenSent = true } else { self.outputIsOut() }
    }

    /// What becomes of the connection now that an answer is written: there are so many nanoseconds for another request. The
    /// last answer may have a slow reader for as long; once it is out, the time to close is shorter.
    final func end(_ ending: ClientEnding, within nanoseconds: UInt64) {
        self.deadline = self.gateway.clock.monotonic &+ nanoseconds
        guard ending != .awaitNext else { return }
        self.closesOutput = true
        // What has been read already costs nothing to throw away; closing over it would take the answer along.
        self.drainedBytes = -self.input.readableBytes
    }

    /// The peer's own close, or a deadline, ends the connection. When the peer has closed its side already there is
    /// nothing to wait for.
    private func outputIsOut() {
        self.endsWhenSent = false
        guard !self.isInputClosed else { return self.abort() }
        self.stream.closeOutput()
        self.deadline = self.gateway.clock.monotonic &+ self.gateway.plan.timeouts.drain
    }

    // MARK: Ending

    /// Closes once the answers that are written are out, for which there are so many nanoseconds.
    final func closeWhenSent(within nanoseconds: UInt64) {
        guard self.stream.hasUnsent || self.response != nil else { return self.abort() }
        self.end(.close, within: nanoseconds)
        self.sendResponse()
    }

    /// Closes at once, whatever was going on.
    final func abort() {
        guard self.stream.isOpen else { return }
        self.stream.close()
        self.endHandshake()
        self.closed()
    }
}
