import Admission
import DecisionLog
import HTTPMachines
import Keys
import NIOCore

extension DownstreamConnection {
    // MARK: From the upstream

    func interimResponse(_ head: ResponseHead, _ fields: borrowing FieldTable, of span: Span<UInt8>) {
        switch self.machine.interimResponse() {
        case .forward:
            var buffer = self.response.take() ?? self.loop.buffers.take()
            Self.writeStatus(head, of: span, to: &buffer)
            self.writeFields(fields, of: span, to: &buffer)
            buffer.write("\r\n")
            self.response = buffer
        case .drop: break
        case .failConnection: self.failConnection()
        }
    }

    func responseHead(_ head: ResponseHead, _ fields: borrowing FieldTable, of span: Span<UInt8>) {
        guard case .forward(let framing, let closes) = self.machine.responseHead(head.framing) else {
            return self.failConnection()
        }
        self.clientFraming = framing
        self.record.decision.status = head.status
        self.record.answeredAt = self.loop.clock.monotonic
        if let outbound = self.outbound.take() { self.loop.buffers.put(outbound) }
        var buffer = self.response.take() ?? self.loop.buffers.take()
        Self.writeStatus(head, of: span, to: &buffer)
        self.writeFields(fields, of: span, to: &buffer)
        if framing == .chunked { buffer.write("Transfer-Encoding: chunked\r\n") }
        self.writeOwnFields(to: &buffer)
        if closes { buffer.write("Connection: close\r\n") }
        buffer.write("\r\n")
        self.response = buffer
        self.noteResponseProgress()
    }

    func responseData(_ range: ByteRange, of source: ByteBuffer) {
        self.record.decision.bytesOut &+= UInt64(range.count)
        self.noteResponseProgress()
        let isChunked = self.clientFraming == .chunked
        if var buffer = self.response.take() {
            if range.count <= Self.coalescedBytes {
                BodyWriter.append(range, of: source, isChunked: isChunked, to: &buffer)
                self.response = buffer
                return
            }
            self.write(buffer)
            self.loop.buffers.put(buffer)
        }
        BodyWriter.write(range, of: source, isChunked: isChunked, buffers: &self.loop.buffers, self.write)
    }

    func responseTrailers(_ trailers: ByteRange, of source: ByteBuffer) {
        guard self.clientFraming == .chunked else { return }
        var buffer = self.response.take() ?? self.loop.buffers.take()
        BodyWriter.appendEnd(trailers, of: source, to: &buffer)
        self.response = buffer
    }

    /// The response is over.
    ///
    /// - Returns: whether the upstream's connection can serve another exchange.
    func responseEnded(upstreamReusable: Bool) -> Bool {
        self.upstream = nil
        guard case .finish(let isKept, let ending) = self.machine.responseEnded(upstreamReusable: upstreamReusable)
        else {
            self.failConnection()
            return false
        }
        self.finishRecord()
        self.end(ending)
        self.settle()
        return isKept
    }

    private static func writeStatus(_ head: ResponseHead, of span: Span<UInt8>, to buffer: inout ByteBuffer) {
        buffer.write("HTTP/1.1 ")
        buffer.writeDecimal(UInt64(head.status))
        buffer.writeInteger(0x20 as UInt8)
        buffer.write(head.reason, of: span)
        buffer.write("\r\n")
    }

    private func writeFields(_ fields: borrowing FieldTable, of span: Span<UInt8>, to buffer: inout ByteBuffer) {
        var cursor = FieldCursor()
        let drops = FieldDrops(kinds: self.loop.responseFields.dropped)
        while let run = fields.nextKeptRun(&cursor, dropping: drops) { buffer.write(run, of: span) }
    }

    private func writeOwnFields(to buffer: inout ByteBuffer) {
        self.loop.responseFields.writeRequestID(self.record.id, to: &buffer)
        guard let admitted = self.admitted else { return }
        if let limit = admitted.limit { self.loop.responseFields.writeLimit(limit, to: &buffer) }
        guard admitted.versionEndsAt != nil || admitted.keyEndsAt != nil else { return }
        self.loop.responseFields.writeLifecycle(
            versionEndsAt: admitted.versionEndsAt, keyEndsAt: admitted.keyEndsAt, now: self.loop.clock.wall,
            to: &buffer)
    }

    // MARK: Progress

    func noteRequestProgress() {
        guard let pool = self.pool else { return }
        let patience = self.machine.isReceivingBody ? self.loop.plan.timeouts.bodyIdle : pool.responseTimeout
        self.deadline = self.loop.clock.monotonic &+ patience
    }

    func noteResponseProgress() {
        guard self.machine.isResponding, let pool = self.pool else { return }
        self.deadline = self.loop.clock.monotonic &+ pool.responseIdleTimeout
    }

    // MARK: To the sockets

    private func write(_ buffer: ByteBuffer) {
        self.clientNeedsFlush = true
        self.context?.write(self.wrapOutboundOut(buffer), promise: nil)
    }

    /// Sends what this event has written, one flush for each side, and closes what is to be closed.
    func settle() {
        self.sendOutbound()
        if let response = self.response.take() {
            self.write(response)
            self.loop.buffers.put(response)
        }
        if self.upstreamNeedsFlush {
            self.upstreamNeedsFlush = false
            self.upstream?.flush()
        }
        if self.clientNeedsFlush {
            self.clientNeedsFlush = false
            self.context?.flush()
        }
        if self.closesOutput {
            self.closesOutput = false
            self.context?.closeOutput(isInputClosed: self.isInputClosed)
        }
    }
}
