import Admission
import DecisionLog
import HTTPMachines
import Keys
import NIOCore

extension DownstreamConnection {
    /// Body bytes up to this many travel with the head in one write.
    static let coalescedBytes = 16_384

    // MARK: The body of the request

    func forwardBody() -> Bool {
        guard self.upstream?.isWritable ?? false || self.isOutboundPending else { return false }
        switch self.body.next(in: self.input) {
        case .needMore(let consumed):
            self.input.moveReaderIndex(forwardBy: consumed)
            if self.isInputClosed { self.clientInputClosed() }
            return false
        case .data(let range):
            self.awaitsContinue = false
            self.record.decision.bytesIn &+= UInt64(range.count)
            self.sendBody(range)
            self.input.moveReaderIndex(forwardBy: range.upperBound)
            self.noteRequestProgress()
            return true
        case .end(let consumed, _):
            self.sendBodyEnd()
            self.input.moveReaderIndex(forwardBy: consumed)
            guard case .endRequest = self.machine.requestEnded() else {
                self.failConnection()
                return false
            }
            self.noteRequestProgress()
            return false
        case .refused(let violation):
            if violation == .chunkExtensionTooLarge { self.loop.edge.count(.chunkExtensions) }
            self.requestBroke(violation)
            return true
        }
    }

    private func sendBody(_ range: ByteRange) {
        let isChunked = self.head.framing == .chunked
        if self.isOutboundPending, range.count <= Self.coalescedBytes, var buffer = self.outbound.take() {
            BodyWriter.append(range, of: self.input, isChunked: isChunked, to: &buffer)
            self.outbound = buffer
            return
        }
        self.sendOutbound()
        self.hasSentBeyondOutbound = true
        self.upstream?.send(range, of: self.input, isChunked: isChunked)
    }

    /// Trailers of a request have been checked and end here (RFC 9110, 6.5.1): servers are known that take them for fields of
    /// the head, which were judged without them.
    private func sendBodyEnd() {
        guard self.head.framing == .chunked else { return }
        if self.isOutboundPending, var buffer = self.outbound.take() {
            buffer.write(ChunkPrefix.end)
            self.outbound = buffer
            return
        }
        self.hasSentBeyondOutbound = true
        var buffer = self.loop.buffers.take()
        buffer.write(ChunkPrefix.end)
        self.upstream?.send(buffer)
    }

    /// Sends the head, and what of the body came with it.
    func sendOutbound() {
        guard self.isOutboundPending, let outbound = self.outbound else { return }
        self.isOutboundPending = false
        self.upstream?.send(outbound)
    }

    /// The request is on its way: up to here the time was the gateway's own.
    func outboundIsSent(at now: MonotonicNanoseconds) {
        if self.record.sentAt == 0, !self.isOutboundPending { self.record.sentAt = now }
    }

    private func requestBroke(_ violation: HTTPViolation) {
        switch self.machine.requestBroken() {
        case .answer(let ending):
            self.dropUpstream()
            let refusal = Refusal(Reason(violationStatus: violation.status))
            self.answer(refusal, ending, detail: violation.detail)
        case .truncate: self.truncate()
        case .doNothing: break
        }
    }

    func upstreamIsWritable() {
        if self.input.readableBytes > 0 { self.process() }
        self.resumeReading()
    }

    func clientInputClosed() {
        if self.machine.isSwitched { return self.clientSentAll() }
        // Requests that wait were sent before it.
        guard !self.isPaused else { return }
        switch self.machine.clientInputClosed(hasUnreadBytes: self.input.readableBytes > 0) {
        case .goOn: break
        case .close:
            self.dropUpstream()
            self.heldRefusal = nil
            self.forgetAwaited()
            self.closeWhenSent(within: self.plan.timeouts.keepAlive)
        }
    }

    /// Whether a request that a key was admitted for is not answered to its end.
    var hasKeyedExchange: Bool { self.machine.isExchanging && self.admitted?.key != nil }

    /// A publication: is the key of the exchange still good?
    func sweep() {
        guard self.machine.isExchanging, let key = self.admitted?.key else { return }
        if let webSocket = self.webSocket, self.machine.isSwitched { return self.judgeSocket(webSocket) }
        let snapshot = self.loop.pipeline.snapshot
        guard let reason = snapshot.stillAdmits(key, at: self.loop.clock.wall),
            reason.cutsExchanges || snapshot.isReplacedAtOnce(key)
        else { return }
        switch self.machine.cut() {
        case .answer(let ending):
            self.dropUpstream()
            self.answer(Refusal(reason, key: key), ending)
            self.proceed()
        case .truncate:
            self.record.note(Refusal(reason, key: key))
            self.truncate()
        case .doNothing: break
        }
    }
}
