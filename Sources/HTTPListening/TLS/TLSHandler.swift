package import NIOCore
import TransportSecurity

/// TLS of one connection of a listener, between the socket and HTTP: opens what comes, seals what goes.
///
/// It keeps nothing back: what one read brought is opened and passed on, what one write brings is sealed and passed on, so that
/// the channel's own bounds hold. Whoever else watches the connection has to end a handshake that takes too long.
package final class TLSHandler: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer
    package typealias OutboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    private var session: TLSSession
    /// Told once what became of the handshake.
    private var ended: ((HandshakeOutcome) -> Void)?
    private var isOver = false
    private var hasSaidEnd = false
    private var hasToldEnd = false
    /// What TLS itself has said since the client last took what it is sent, in bytes, once the handshake is over.
    private var saidBytes = 0

    init(_ session: consuming TLSSession, ended: @escaping (HandshakeOutcome) -> Void) {
        self.session = session
        self.ended = ended
    }

    /// Whoever never became active has no other end.
    deinit { self.ended?(.failed) }

    // MARK: Reading

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isOver else { return }
        let sealed = self.unwrapInboundIn(data)
        var (opened, said) = (ByteBuffer(), ByteBuffer())
        let wasEstablished = self.session.isEstablished
        let progress = self.session.takeIn(sealed, into: &opened, &said)
        if !wasEstablished, self.session.isEstablished { self.tell(self.session.isResumed ? .resumed : .full) }
        if wasEstablished, self.saysTooMuch(said.readableBytes, context) { return self.fail(context) }
        if said.readableBytes > 0 { context.writeAndFlush(self.wrapOutboundOut(said), promise: nil) }
        if opened.readableBytes > 0 { context.fireChannelRead(self.wrapInboundOut(opened)) }
        switch progress {
        case .goesOn: break
        case .ended: self.inputEnded(context)
        case .failed: self.fail(context)
        }
    }

    /// Whether what TLS itself says is too much for a client that does not take it.
    private func saysTooMuch(_ count: Int, _ context: ChannelHandlerContext) -> Bool {
        self.saidBytes = context.channel.isWritable ? count : self.saidBytes + count
        return !context.channel.isWritable && self.saidBytes > TLSSession.mostSaid
    }

    // MARK: Writing

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard self.session.isEstablished, !self.isOver, !self.hasSaidEnd else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let plain = self.unwrapOutboundIn(data)
        let room = TLSSession.sealedRoom(for: plain.readableBytes)
        var sealed = context.channel.allocator.buffer(capacity: room)
        guard self.seal(plain, into: &sealed, room) else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return self.fail(context)
        }
        context.write(self.wrapOutboundOut(sealed), promise: promise)
    }

    private func seal(_ plain: ByteBuffer, into sealed: inout ByteBuffer, _ room: Int) -> Bool {
        var outcome = TLSSession.Outcome.failed
        sealed.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { output in
            var written = 0
            outcome = plain.withUnsafeReadableBytes { self.session.seal($0, to: output, &written) }
            return written
        }
        if case .done = outcome { return true }
        return false
    }

    // MARK: Ending

    package func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input { self.sayEnd(context) }
        context.close(mode: mode, promise: promise)
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        self.inputEnded(context)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        self.tell(.failed)
        self.isOver = true
        context.fireChannelInactive()
    }

    /// The client sends no more: it has said so, or its socket has.
    private func inputEnded(_ context: ChannelHandlerContext) {
        guard self.session.isEstablished else { return context.close(promise: nil) }
        guard !self.hasToldEnd else { return }
        self.hasToldEnd = true
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    /// Says that nothing more comes (close_notify), so that nobody takes a part for the whole.
    private func sayEnd(_ context: ChannelHandlerContext) {
        guard self.session.isEstablished, !self.isOver, !self.hasSaidEnd else { return }
        self.hasSaidEnd = true
        var said = context.channel.allocator.buffer(capacity: TLSSession.messageRoom)
        said.writeWithUnsafeMutableBytes(minimumWritableBytes: TLSSession.messageRoom) { output in
            var written = 0
            self.session.end(to: output, &written)
            return written
        }
        context.writeAndFlush(self.wrapOutboundOut(said), promise: nil)
    }

    /// What was to be said of it has been.
    private func fail(_ context: ChannelHandlerContext) {
        self.tell(.failed)
        self.isOver = true
        context.close(promise: nil)
    }

    /// Tells what became of the handshake, once.
    private func tell(_ outcome: HandshakeOutcome) {
        let ended = self.ended.take()
        ended?(outcome)
    }
}
