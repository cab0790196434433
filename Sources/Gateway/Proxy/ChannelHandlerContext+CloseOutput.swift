import NIOCore

extension ChannelHandlerContext {
    /// Says that nothing more comes, once everything has been sent; the peer's own close, or a deadline, ends the
    /// connection. When the peer has closed its side already there is nothing to wait for but the last write: closing
    /// before it is out would cut it off.
    func closeOutput(isInputClosed: Bool) {
        guard isInputClosed else { return self.close(mode: .output, promise: nil) }
        let promise = self.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.close(promise: nil) }
        self.writeAndFlush(NIOAny(ByteBuffer()), promise: promise)
    }
}
