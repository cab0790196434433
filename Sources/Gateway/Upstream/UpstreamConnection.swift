import HTTPMachines
import NIOCore
import Polling

/// One connection to an upstream: reads responses and tells the exchange it serves.
final class UpstreamConnection: PollTarget, TurnSender {
    /// Given by the pool.
    let number: UInt32
    let pool: UpstreamPool
    let loop: GatewayLoop
    var stream = SocketStream()
    var attempt: ConnectAttempt?
    /// There was no descriptor for it: that says nothing of the endpoint.
    var lacksDescriptor = false
    /// Where it is connected to, or being connected.
    var remote: Endpoint?
    /// Its address is no longer the endpoint's: it serves nobody after the exchange at hand.
    private(set) var isRetired = false
    /// Whom it serves; `nil` while idle.
    var exchange: DownstreamConnection?
    /// Whether it has served before, so that it may have been closed by the upstream in the meantime.
    private(set) var isReused = false
    private var hasServed = false
    /// What had gone out in all when the exchange began.
    private var sentBefore: UInt64 = 0
    var method = HTTPMethod.get
    /// The exchange is the last: the upstream was asked to close behind it, or has answered before it had the whole request.
    var isLast = false
    /// The request at hand has a body.
    var carriesBody = false
    /// An earlier one had.
    var hasCarriedBody = false
    var input = ByteBuffer()
    var parser: ResponseHeadParser
    var head = ResponseHead()
    var fields = FieldTable()
    /// `nil` until the head of the final response has come.
    var body: BodyReader?
    /// It is a WebSocket's, and no pool's any more.
    var isSwitched = false
    /// Its output closes when everything has been sent.
    private var endsWhenSent = false
    /// The upstream has sent its last byte, and may still read.
    private var isInputClosed = false

    init(number: UInt32, pool: UpstreamPool, loop: GatewayLoop) {
        self.number = number
        self.pool = pool
        self.loop = loop
        self.parser = ResponseHeadParser(limits: loop.plan.configuration.responseHeadLimits)
    }

    /// Whether any of the exchange's request has gone out.
    private var hasSent: Bool { self.stream.sentBytes != self.sentBefore }

    var isOpen: Bool { self.attempt == nil && self.stream.isOpen && !self.stream.hasFailed }
    /// Whether it waits to be told where to connect to.
    var isAwaitingAddress: Bool { self.attempt != nil && !self.stream.isOpen }
    var isWritable: Bool { self.stream.isWritable }
    /// Memory that holds bytes which the upstream has not taken, or that came from it and are not passed on.
    var heldBytes: Int { self.stream.heldBytes + (self.input.readableBytes > 0 ? self.input.capacity : 0) }

    // MARK: Lending

    /// Its address is no longer the endpoint's.
    func retire() {
        self.isRetired = true
        if self.attempt == nil, self.exchange == nil { self.close() }
    }

    /// Serves this exchange from here on, and after it another one unless it is the last.
    func begin(_ exchange: DownstreamConnection, with head: RequestHead, isLast: Bool) {
        self.exchange = exchange
        self.method = head.method
        self.isLast = isLast
        self.carriesBody = head.hasBody
        self.isReused = self.hasServed
        self.hasServed = true
        self.sentBefore = self.stream.sentBytes
        self.body = nil
    }

    /// Serves nobody; closing for whatever reason is nobody's affair any more.
    func detach() { self.exchange = nil }

    /// Lies idle: reading, so that a close is noticed.
    func park() {
        self.stream.dropSent()
        self.releaseInput()
        self.resumeReading()
    }

    func send(_ buffer: ByteBuffer) {
        self.stream.write(buffer)
        if self.stream.takeTurn() { self.loop.turnEnd.add(self) }
    }

    /// Sends a piece of a body.
    func send(_ range: ByteRange, of source: ByteBuffer, isChunked: Bool) {
        let before = self.stream.sentBytes
        BodyWriter.send(range, of: source, isChunked: isChunked, on: &self.stream)
        // A large piece may be out already, and what was written before it.
        if self.stream.sentBytes != before { self.noteMoved() }
        if self.stream.takeTurn() { self.loop.turnEnd.add(self) }
    }

    /// Sends what belongs to another protocol: small pieces in a buffer that goes round.
    func passOn(_ bytes: ByteBuffer) {
        if bytes.readableBytes <= DownstreamConnection.coalescedBytes, !self.stream.hasUnsent {
            var buffer = self.loop.buffers.take()
            bytes.withUnsafeReadableBytes { _ = buffer.writeBytes($0) }
            self.stream.write(buffer)
        } else {
            bytes.withUnsafeReadableBytes { self.stream.write($0) }
        }
        if self.stream.takeTurn() { self.loop.turnEnd.add(self) }
    }

    /// Nothing more is sent once what was written is out.
    func endOutput() {
        guard self.stream.hasUnsent else { return self.stream.closeOutput() }
        self.endsWhenSent = true
    }

    func addTo(_ batch: SendBatch) -> Bool { self.stream.addTo(batch) }

    func sent(_ transfer: StreamSocket.Transfer) {
        guard self.stream.isOpen else { return }
        self.noteSent(self.stream.sent(transfer))
        self.noteMoved()
    }

    func resumeReading() { self.stream.watchInput(!self.isInputClosed) }

    /// Closes at once and tells nobody: whoever closes knows.
    func close() {
        self.exchange = nil
        self.stream.close()
        self.discardInput()
        if self.attempt == nil { self.pool.lost(self) } else { self.giveUp() }
    }

    // MARK: Events

    func ready(_ readiness: Readiness) {
        self.loop.clock.read()
        guard self.attempt == nil else {
            return self.stream.isSecured ? self.shakeHands(readiness) : self.connectionDecided()
        }
        if readiness.isWritable { self.drain() }
        guard self.stream.isOpen else { return }
        if self.stream.isWatchedForInput, readiness.isReadable || readiness.isOver {
            self.receive()
        } else if readiness.isOver {
            // What it sent last waits until the client has read what came before.
            self.stream.mute()
        }
    }

    private func drain() {
        self.noteSent(self.stream.drain())
        if self.hasSent { self.noteMoved() }
    }

    private func noteMoved() { self.exchange?.outboundIsSent(at: self.loop.clock.monotonic) }

    private func noteSent(_ drained: SocketStream.Drained) {
        if self.isSwitched { return self.noteSocketSent(drained) }
        self.stream.dropSent()
        // When sending fails, reading tells what there still is to be told.
        guard case .becameWritable = drained else { return }
        self.exchange?.upstreamIsWritable()
    }

    private func noteSocketSent(_ drained: SocketStream.Drained) {
        self.stream.giveBack(to: &self.loop.buffers)
        if self.endsWhenSent, !self.stream.hasUnsent {
            self.endsWhenSent = false
            self.stream.closeOutput()
        }
        if case .becameWritable = drained { self.exchange?.upstreamIsWritable() }
        // Nothing will be read that could tell.
        if self.isInputClosed, self.stream.hasFailed { self.ended(orderly: false) }
    }

    private func receive() {
        var buffer = self.loop.receiving.take()
        switch self.stream.receive(into: &buffer) {
        case .bytes:
            // Bytes nobody asked for: the upstream's idea of this connection is not ours. Who has just been given it can
            // have another: what came before their request is no answer to it.
            guard let exchange = self.exchange, self.hasSent else {
                if self.hasCarriedBody { self.pool.noteUnasked(buffer) }
                self.loop.receiving.put(&buffer)
                return self.ended(orderly: false)
            }
            self.loop.receiving.move(&buffer, to: &self.input)
            let isAtEnd = self.stream.hasEnded
            if isAtEnd { self.isLast = true }
            self.process()
            // Unless it now serves another, or nobody: then the next request looks after it.
            guard self.exchange === exchange, self.stream.isOpen else { return }
            if isAtEnd { return self.inputHasEnded() }
            if !self.isInputClosed { self.stream.watchInput(exchange.stream.isWritable) }
        case .nothing:
            self.loop.receiving.put(&buffer)
            // TLS itself may have something to say.
            if self.stream.takeTurn() { self.loop.turnEnd.add(self) }
        case .ended:
            self.loop.receiving.put(&buffer)
            self.inputHasEnded()
        case .cut, .failed:
            self.loop.receiving.put(&buffer)
            self.ended(orderly: false)
        }
    }

    /// The upstream sends no more, and has said so; that of a WebSocket may still read.
    private func inputHasEnded() {
        guard self.isSwitched else { return self.ended(orderly: true) }
        self.isInputClosed = true
        self.stream.watchInput(false)
        self.exchange?.upstreamSentAll()
    }

    private func ended(orderly: Bool) {
        self.stream.close()
        if orderly, let exchange = self.exchange, self.endsWithClose {
            exchange.responseTrailers(.empty, of: self.input)
            self.finish(exchange, reusable: false)
        }
        let exchange = self.exchange.take()
        self.discardInput()
        // Its place is free before the request is told, which may want it for another try.
        self.pool.lost(self)
        exchange?.upstreamLost(self)
    }
}
