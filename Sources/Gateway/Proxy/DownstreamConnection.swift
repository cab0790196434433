import Admission
import DecisionLog
import Glibc
import HTTPMachines
import Keys
import NIOCore

/// A client's connection: the shell around the exchange machine. It owns the bytes, the deadline and the upstream
/// connection of the exchange; what to do, the machine says.
///
/// Writes are gathered and go out in `settle`, once per event. Nothing before that can close a connection under our feet.
final class DownstreamConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let loop: GatewayLoop
    /// Given by the loop.
    private(set) var number = UInt32.max
    var address = IPAddress(ipv4: 0)
    /// What upstreams are told of the peer; its text is made once.
    private(set) var origin = RequestHeadWriter.Origin()
    var context: ChannelHandlerContext?
    var machine = ExchangeMachine()
    var deadline = UInt64.max

    // The request.
    var input = ByteBuffer()
    var parser: RequestHeadParser
    var head = RequestHead()
    var fields = FieldTable()
    var body: BodyReader
    var record = RequestRecord.none
    var admitted: Admitted?
    /// A refusal whose answer waits for the deadline.
    var heldRefusal: Refusal?
    /// The request whose token is being proven.
    var awaited: AwaitedProof?
    /// Requests of this connection that have waited for a proof.
    var proofCount: UInt64 = 0
    var isInputClosed = false
    /// Bytes thrown away since the answer.
    var drainedBytes = 0

    // The way to the upstream.
    var upstream: UpstreamConnection?
    var pool: UpstreamPool?
    /// The request as it is sent: the head, and what of the body came with it. Kept until the response begins.
    var outbound: ByteBuffer?
    var isOutboundPending = false
    /// More of the body was sent than `outbound` holds: it cannot be sent again.
    var hasSentBeyondOutbound = false
    var upstreamNeedsFlush = false

    // The way to the client.
    var response: ByteBuffer?
    var output = DirectOutput()
    var clientFraming = ClientFraming.none
    var clientNeedsFlush = false
    var closesOutput = false
    var isReadPaused = false

    init(loop: GatewayLoop) {
        self.loop = loop
        self.parser = RequestHeadParser(limits: loop.plan.configuration.headLimits)
        self.body = BodyReader(.none)
    }

    var isClientWritable: Bool { self.context?.channel.isWritable ?? false }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.output.close()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        self.loop.clock.read()
        if let address = context.channel.remoteAddress.flatMap(IPAddress.init) {
            self.address = address
            self.origin = RequestHeadWriter.Origin(address: InlineText(address.description))
        }
        self.deadline = self.loop.clock.monotonic &+ self.loop.plan.timeouts.head
        self.output.open(context)
        if let number = self.loop.open(self) {
            self.number = number
            context.read()
        } else {
            self.refuse(Refusal(.overloaded), hasBody: false, keepAlive: false)
            self.settle()
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.loop.clock.read()
        var buffer = self.unwrapInboundIn(data)
        if self.input.readableBytes == 0 { self.input = buffer } else { self.input.writeBuffer(&buffer) }
        self.process()
    }

    func channelReadComplete(context: ChannelHandlerContext) { self.readOrPause() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        self.loop.clock.read()
        self.noteResponseProgress()
        self.upstream?.resumeReading()
        self.resumeReading()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent else { return }
        self.loop.clock.read()
        switch event {
        case .inputClosed:
            self.isInputClosed = true
            self.clientInputClosed()
        case .outputClosed:
            // Everything has been sent: from here on the client has a short time to close.
            self.deadline = self.loop.clock.monotonic &+ self.loop.plan.timeouts.drain
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.output.close()
        self.loop.clock.read()
        if case .closeUpstream = self.machine.clientLost() { self.dropUpstream() }
        // The number will be another connection's: whatever the machine says, no pool may hold it any longer.
        self.pool?.cancel(self)
        self.awaited = nil
        if self.record.isOpen { self.record.decision.flags.insert(.clientLeft) }
        self.finishRecord()
        self.releaseBuffers()
        guard self.number != .max else { return }
        self.loop.closed(self.number)
        self.number = .max
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { self.abort() }

    // MARK: Reading

    /// Asks for more bytes unless nothing can be done with them yet. Reading goes on during an exchange, so that the
    /// poller need not be told for every request, but only into a bounded buffer.
    func readOrPause() {
        guard self.wantsBytes else {
            self.isReadPaused = true
            return
        }
        self.isReadPaused = false
        self.context?.read()
    }

    func resumeReading() {
        if self.isReadPaused { self.readOrPause() }
    }

    private var wantsBytes: Bool {
        if self.machine.isReceivingBody { return self.upstream?.isWritable ?? false }
        // Answers of our own wait in the channel: who does not read them is not read either.
        return self.isClientWritable && self.input.readableBytes < self.loop.plan.configuration.holdBytes
    }

    // MARK: Time

    func checkDeadline(_ now: UInt64) {
        guard now >= self.deadline else { return }
        self.deadline = .max
        if let refusal = self.heldRefusal.take() { return self.answerHeld(refusal) }
        let waitsForUpstream = self.upstream.map { !$0.isWritable } ?? false
        let wasAcquiring = self.upstream == nil
        let action = self.machine.deadlinePassed(waitsForUpstream: waitsForUpstream)
        if wasAcquiring { self.pool?.cancel(self) }
        switch action {
        case .answer(let fault, let ending):
            self.dropUpstream()
            if !self.record.isOpen { self.openRecord(method: .other) }
            self.answer(Refusal(fault.reason), ending)
            self.settle()
        case .truncate: self.truncate()
        case .close: self.abort()
        case .doNothing: break
        }
    }

    // MARK: Ending

    func beginEnding() {
        if self.machine.beginEnding() { self.abort() }
    }

    /// Closes at once, whatever was going on.
    func abort() {
        self.output.close()
        self.context?.close(promise: nil)
    }

    /// The response cannot be finished: closing without its end shows the client that it is not whole.
    func truncate() {
        self.record.decision.flags.insert(.upstreamClosed)
        self.finishRecord()
        self.dropUpstream()
        if self.clientFraming == .untilClose { self.resetOnClose() }
        self.abort()
    }

    /// A body that ends with its connection looks whole after an orderly close; a reset does not.
    private func resetOnClose() {
        guard let options = self.context?.channel as? any SocketOptionProvider else { return }
        _ = options.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }

    /// A machine met an event that cannot happen.
    func failConnection() {
        self.loop.recorder.countInvariant()
        self.dropUpstream()
        self.abort()
    }

    /// The exchange needs its upstream connection no more, and nobody else can use it.
    func dropUpstream() {
        guard let upstream = self.upstream else { return }
        self.upstream = nil
        upstream.detach()
        upstream.close()
    }

    func releaseBuffers() {
        self.input = ByteBuffer()
        if let outbound = self.outbound.take() { self.loop.buffers.put(outbound) }
        if let response = self.response.take() { self.loop.buffers.put(response) }
        self.fields.releaseStorage()
    }
}
