import Keys
package import NIOCore
package import NIOHTTPTypes

/// Closes a connection that is one too many of its address, or takes too long over a head, a body or its answer.
///
/// Without it, a few hundred connections that say nothing would keep everybody else out.
package final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private let shares: ConnectionShares
    private var clock: RequestClock
    private var deadline: Scheduled<Void>?
    /// What `shares` has counted for this connection.
    private var counted: IPAddress?

    package init(shares: ConnectionShares, clock: RequestClock) {
        self.shares = shares
        self.clock = clock
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.open(context) }
    }

    package func handlerRemoved(context: ChannelHandlerContext) { self.end() }

    package func channelActive(context: ChannelHandlerContext) {
        self.open(context)
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        self.end()
        context.fireChannelInactive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head: self.close(context, in: self.clock.headRead())
        case .body: break
        case .end: self.close(context, in: self.clock.requestEnded())
        }
        context.fireChannelRead(data)
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = self.unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let taken = promise ?? context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenSuccess {
            if let time = self.clock.answerTaken() { self.close(context, in: time) }
        }
        context.write(data, promise: taken)
    }

    private func open(_ context: ChannelHandlerContext) {
        guard self.deadline == nil else { return }
        if let address = context.channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) {
            guard self.shares.enter(address) else { return context.close(promise: nil) }
            self.counted = address
        }
        self.close(context, in: self.clock.opened())
    }

    /// Puts this deadline in the place of the one that runs.
    private func close(_ context: ChannelHandlerContext, in time: TimeAmount) {
        self.deadline?.cancel()
        self.deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }

    private func end() {
        self.deadline?.cancel()
        self.deadline = nil
        if let address = self.counted { self.shares.leave(address) }
        self.counted = nil
    }
}
