import HTTPMachines
import NIOCore
import Polling

/// One connection to an upstream: reads responses and tells the exchange it serves.
final class UpstreamConnection: PollTarget, TurnSender {
    /// Given by the pool.
    let number: UInt32
    let pool: UpstreamPool
    private let loop: GatewayLoop
    private var stream = SocketStream()
    private var attempt: ConnectAttempt?
    /// There was no descriptor for it: that says nothing of the endpoint.
    private(set) var lacksDescriptor = false
    /// Where it is connected to, or being connected.
    private(set) var remote: Endpoint?
    /// Its address is no longer the endpoint's: it serves nobody after the exchange at hand.
    private(set) var isRetired = false
    /// Whom it serves; `nil` while idle.
    private var exchange: DownstreamConnection?
    /// Whether it has served before, so that it may have been closed by the upstream in the meantime.
    private(set) var isReused = false
    private var hasServed = false
    /// What had gone out in all when the exchange began.
    private var sentBefore: UInt64 = 0
    private var method = HTTPMethod.get
    /// The exchange is the last: the upstream was asked to close behind it, or has answered before it had the whole request.
    private var isLast = false
    /// The request at hand has a body.
    private var carriesBody = false
    /// An earlier one had.
    private var hasCarriedBody = false
    private var input = ByteBuffer()
    private var parser: ResponseHeadParser
    private var head = ResponseHead()
    private var fields = FieldTable()
    /// `nil` until the head of the final response has come.
    private var body: BodyReader?
    /// It is a WebSocket's, and no pool's any more.
    private var isSwitched = false
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

    // MARK: Connecting

    /// Waits until it is known where to. `end` is when connecting has taken too long, the wait included.
    func awaitAddress(until end: UInt64) { self.attempt = ConnectAttempt([], end: end) }

    /// Begins to connect to one of the addresses, one after another within the time.
    func connect(to addresses: [Endpoint]) {
        // The time is this connection's own: who was there first with its number may have asked for the name before.
        self.attempt = self.attempt.map { ConnectAttempt(addresses, end: $0.end) }
        self.tryNextAddress()
    }

    private func tryNextAddress() {
        self.stream.close()
        while let address = self.attempt?.next(at: self.loop.clock.monotonic) {
            do throws(SystemError) {
                let socket = try StreamSocket(connectingTo: address)
                self.remote = address
                return try self.stream.open(socket, on: self.loop.poller, for: .writable, target: self)
            } catch {
                self.lacksDescriptor = error.isOutOfDescriptors
                if self.lacksDescriptor { break }
            }
        }
        self.loop.connectFailed(self)
    }

    /// No address is left, or no time.
    func giveUp() {
        guard self.attempt.take() != nil else { return }
        self.stream.close()
        self.pool.connectFailed(self)
    }

    /// The connection is there, or is not. Where TLS is spoken, the handshake comes next, in the same time.
    private func connectionDecided() {
        guard self.stream.connectionError == 0 else { return self.tryNextAddress() }
        self.stream.watchOutput(false)
        self.stream.watchInput(true)
        guard self.pool.security != nil else { return self.opened() }
        guard let layer = self.pool.layer() else { return self.tryNextAddress() }
        self.goOn(self.stream.greet(layer))
    }

    private func shakeHands(_ readiness: Readiness) {
        self.goOn(self.stream.shakeHands(readiness, with: &self.loop.receiving))
    }

    private func goOn(_ progress: SocketStream.HandshakeProgress) {
        switch progress {
        case .underWay: break
        case .established:
            self.pool.security?.note(nil)
            self.opened()
        case .failed(let problem):
            if let problem { self.pool.security?.note(problem) }
            self.tryNextAddress()
        }
    }

    private func opened() {
        self.attempt = nil
        self.pool.opened(self)
    }

    /// Looks whether connecting takes too long.
    func checkDeadline(_ now: UInt64) {
        if let attempt = self.attempt, now >= attempt.deadline { self.tryNextAddress() }
    }

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

    // MARK: Responses

    /// The close that is happening is the end of the body.
    private var endsWithClose: Bool {
        guard case .end? = self.body?.inputClosed() else { return false }
        return true
    }

    private func process() {
        while let exchange = self.exchange {
            let wasSwitched = self.isSwitched
            let goesOn = wasSwitched || self.body == nil ? self.readOn(exchange) : self.readBody(exchange)
            if self.isSwitched, !wasSwitched { return self.beginPassingOn(exchange) }
            if !goesOn { break }
        }
        self.releaseInput()
        self.exchange?.settle()
    }

    private func readOn(_ exchange: DownstreamConnection) -> Bool {
        guard self.isSwitched else { return self.readHead(exchange) }
        self.passOnInput(to: exchange)
        return false
    }

    private func passOnInput(to exchange: DownstreamConnection) {
        guard self.input.readableBytes > 0 else { return }
        exchange.passOnFromUpstream(self.input)
        self.input.moveReaderIndex(forwardBy: self.input.readableBytes)
    }

    /// The head of a 101 has been passed on: what came behind it follows, and what the client has sent meanwhile.
    private func beginPassingOn(_ exchange: DownstreamConnection) {
        self.fields.releaseStorage()
        self.pool.release(self)
        self.passOnInput(to: exchange)
        self.releaseInput()
        exchange.proceed()
        // A client that has ended before the 101 is heard of now.
        if exchange.isInputClosed { exchange.clientSentAll() }
    }

    private func releaseInput() { self.loop.receiving.putAllBut(&self.input) }

    private func discardInput() { self.loop.receiving.put(&self.input) }

    private func readHead(_ exchange: DownstreamConnection) -> Bool {
        let bytes = self.input
        let span = bytes.readableBytesUInt8Span
        switch self.parser.parse(
            span, answering: self.method, maySwitch: exchange.webSocket != nil, into: &self.head, fields: &self.fields)
        {
        case .incomplete:
            return false
        case .refused:
            self.fail(exchange)
            return false
        case .complete(let count):
            self.input.moveReaderIndex(forwardBy: count)
            if self.head.isSwitching {
                self.isSwitched = exchange.protocolSwitched(self.head, self.fields, of: span)
                if !self.isSwitched { self.fail(exchange) }
                return false
            }
            if self.head.isInterim {
                guard exchange.interimResponse(self.head, self.fields, of: span) else {
                    self.fail(exchange)
                    return false
                }
            } else {
                // What of the request has not gone out may never be read, and would be the next request then.
                if self.stream.hasUnsent { self.isLast = true }
                if WithheldBody.isAnnounced(by: self.head, answering: self.method, self.fields, of: span) {
                    // What comes late would be the next request's answer. A reset leaves no port behind, and loses nothing.
                    self.isLast = true
                    self.stream.resetOnClose()
                }
                self.body = BodyReader(self.head.framing)
                exchange.responseHead(self.head, self.fields, of: span)
            }
            return true
        }
    }

    private func readBody(_ exchange: DownstreamConnection) -> Bool {
        guard let step = self.body?.next(in: self.input) else { return false }
        switch step {
        case .needMore(let consumed):
            self.input.moveReaderIndex(forwardBy: consumed)
            return false
        case .data(let range):
            exchange.responseData(range, of: self.input)
            self.input.moveReaderIndex(forwardBy: range.upperBound)
            return true
        case .end(let consumed, let trailers):
            exchange.responseTrailers(trailers, of: self.input)
            self.input.moveReaderIndex(forwardBy: consumed)
            let isAtEnd = self.input.readableBytes == 0
            if !isAtEnd, self.carriesBody || self.hasCarriedBody { self.pool.noteUnasked(self.input) }
            self.finish(exchange, reusable: self.head.keepAlive && isAtEnd)
            return false
        case .refused:
            self.fail(exchange)
            return false
        }
    }

    private func finish(_ exchange: DownstreamConnection, reusable: Bool) {
        self.exchange = nil
        self.body = nil
        self.hasCarriedBody = self.hasCarriedBody || self.carriesBody
        let isKept = exchange.responseEnded(upstreamReusable: reusable && !self.isLast)
        self.discardInput()
        self.pool.giveBack(self, reusable: isKept)
        exchange.proceed()
    }

    private func fail(_ exchange: DownstreamConnection) {
        self.exchange = nil
        exchange.upstreamBroke(self)
        self.close()
    }
}
