import Admission
import HTTPMachines
import Keys
import NIOCore
import VerifyAPI

/// A client's connection on the verify listener: the shell around the serving machine and the loop's surface. It owns the
/// bytes and the deadline; what a request means, the surface says.
///
/// Answers are gathered and go out in `settle`, once per event.
final class VerifyConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How many bytes that a client sends ahead of its turn are held.
    static let holdBytes = 65_536
    /// Head and body of a request that counts as small, in bytes: a question about one key is a tenth of it.
    static let smallRequest = 16_384
    /// How much of the rest of a refused request is read before the connection closes.
    static let drainBytes = 262_144

    let loop: VerifyLoop
    /// Given by the loop.
    private(set) var number = UInt32.max
    /// Who is connected; `nil` on the Unix socket.
    private(set) var peer: IPAddress?
    private(set) var isUnixSocket = false
    private(set) var context: ChannelHandlerContext?
    var machine = ServingMachine()
    var deadline = UInt64.max
    var exchange = VerifyExchange.none

    // The request.
    var input = ByteBuffer()
    var parser: RequestHeadParser
    var head = RequestHead()
    var fields = FieldTable()
    /// A request whose body comes in pieces: its head, and behind it the body without its framing.
    var held: ByteBuffer?
    var headBytes = 0
    /// What of the loop's `heldBytes` is this connection's.
    var heldBytes = 0
    var body = BodyReader(.none)
    private(set) var isInputClosed = false
    /// Bytes thrown away since the answer.
    private var drainedBytes = 0

    // The way to the client.
    var response: ByteBuffer?
    var closesOutput = false
    private var isReadPaused = false

    init(loop: VerifyLoop) {
        self.loop = loop
        self.parser = RequestHeadParser(limits: loop.plan.headLimits)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        self.loop.gateway.clock.read()
        self.peer = context.channel.remoteAddress.flatMap(IPAddress.init)
        if case .unixDomainSocket = context.channel.localAddress { self.isUnixSocket = true }
        self.deadline = self.loop.now &+ self.loop.plan.timeouts.head
        if let number = self.loop.open(self) {
            self.number = number
            context.read()
        } else {
            self.begin(method: .other)
            self.refuse(.overloaded, requestIsComplete: true)
            self.settle()
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.loop.gateway.clock.read()
        var buffer = self.unwrapInboundIn(data)
        if self.input.readableBytes == 0 { self.input = buffer } else { self.input.writeBuffer(&buffer) }
        self.process()
    }

    func channelReadComplete(context: ChannelHandlerContext) { self.readOrPause() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if self.isReadPaused, context.channel.isWritable { self.readOrPause() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent else { return }
        self.loop.gateway.clock.read()
        switch event {
        case .inputClosed:
            self.isInputClosed = true
            if self.machine.clientInputClosed() { self.abort() }
        case .outputClosed:
            // Everything has been sent: from here on the client has a short time to close.
            self.deadline = self.loop.now &+ self.loop.plan.timeouts.drain
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.loop.gateway.clock.read()
        self.machine.clientLost()
        self.forgetRequest()
        self.input = ByteBuffer()
        if let response = self.response.take() { self.loop.gateway.buffers.put(response) }
        self.fields.releaseStorage()
        guard self.number != .max else { return }
        self.loop.closed(self.number)
        self.number = .max
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: Reading

    /// Goes through what has come, as far as it can be gone through now.
    func process() {
        var goesOn = true
        while goesOn, self.input.readableBytes > 0 || self.machine.isReadingBody {
            switch self.machine.requestBytes() {
            case .parseHead: goesOn = self.parseHead()
            case .readBody: goesOn = self.readBody()
            case .hold: goesOn = false
            case .discard:
                self.discard()
                goesOn = false
            }
        }
        if self.input.readableBytes == 0 { self.input = ByteBuffer() }
        self.settle()
    }

    /// After an answer that had to be waited for: what the client sent ahead, or the wait for more.
    func proceed() {
        if self.input.readableBytes > 0 { self.process() } else { self.settle() }
        if self.isReadPaused { self.readOrPause() }
    }

    /// Asks for more bytes unless nothing can be done with them yet, or the client does not read its answers. While an
    /// answer is waited for reading goes on into a bounded buffer, so that a client that leaves is noticed.
    private func readOrPause() {
        guard let context = self.context else { return }
        let isFull = self.machine.isAnswering && self.input.readableBytes >= Self.holdBytes
        self.isReadPaused = isFull || !context.channel.isWritable
        if !self.isReadPaused { context.read() }
    }

    /// Throws away what follows a refused request, up to a bound.
    private func discard() {
        self.drainedBytes += self.input.readableBytes
        self.input = ByteBuffer()
        if self.drainedBytes > Self.drainBytes { self.abort() }
    }

    // MARK: Writing

    /// Sends what this event has written in one write and one flush, and closes what is to be closed.
    func settle() {
        if let response = self.response.take() {
            self.context?.writeAndFlush(self.wrapOutboundOut(response), promise: nil)
            self.loop.gateway.buffers.put(response)
        }
        guard self.closesOutput else { return }
        self.closesOutput = false
        self.context?.closeOutput(isInputClosed: self.isInputClosed)
    }

    /// What becomes of the connection now that the answer is written.
    func end(_ ending: ClientEnding) {
        self.deadline = self.loop.now &+ self.loop.plan.timeouts.keepAlive
        guard ending != .awaitNext else { return }
        self.closesOutput = true
        self.drainedBytes = 0
    }

    // MARK: Ending

    func beginEnding() {
        if self.machine.beginEnding() { return self.abort() }
        // Nobody waits for news from a server that goes: the answer ends the connection.
        guard case .news = self.exchange.wait else { return }
        self.answerNews()
        self.settle()
    }

    /// Closes at once, whatever was going on.
    func abort() { self.context?.close(promise: nil) }

    /// A machine met an event that cannot happen.
    func failConnection() {
        self.loop.gateway.recorder.countInvariant()
        self.abort()
    }
}
