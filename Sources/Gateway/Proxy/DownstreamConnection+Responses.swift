import Admission
import DecisionLog
import HTTPMachines
import NIOCore

extension DownstreamConnection {
    // MARK: From the upstream

    /// - Returns: whether the upstream may go on.
    func interimResponse(_ head: ResponseHead, _ fields: borrowing FieldTable, of span: Span<UInt8>) -> Bool {
        switch self.machine.interimResponse() {
        case .forward:
            if head.status == 100, self.awaitsContinue {
                self.awaitsContinue = false
                self.noteRequestProgress()
            }
            var text = self.loop.emptyText()
            Self.writeStatus(head, of: span, to: &text)
            self.writeFields(fields, of: span, to: &text)
            text.write("\r\n")
            self.appendToResponse(text)
            return true
        case .drop: return true
        case .failUpstream: return false
        case .failConnection:
            self.failConnection()
            return true
        }
    }

    func responseHead(_ head: ResponseHead, _ fields: borrowing FieldTable, of span: Span<UInt8>) {
        guard case .forward(let framing, let closes) = self.machine.responseHead(head.framing) else {
            return self.failConnection()
        }
        self.clientFraming = framing
        self.tries.answered()
        if let pool = self.pool { self.destination?.answered(pool, head.status) }
        self.record.decision.status = head.status
        self.record.answeredAt = self.loop.clock.monotonic
        self.noteReportedCost(fields, of: span)
        if let outbound = self.outbound.take() { self.loop.buffers.put(outbound) }
        var text = self.loop.emptyText()
        Self.writeStatus(head, of: span, to: &text)
        self.writeFields(fields, of: span, to: &text)
        if framing == .chunked { text.write("Transfer-Encoding: chunked\r\n") }
        self.writeOwnFields(to: &text)
        if closes { text.write("Connection: close\r\n") }
        text.write("\r\n")
        self.appendToResponse(text)
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
            self.stream.write(buffer)
        }
        BodyWriter.send(range, of: source, isChunked: isChunked, on: &self.stream)
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
        self.leavePool()
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

    func appendToResponse(_ text: HeadText) {
        var buffer = self.response.take() ?? self.loop.buffers.take()
        buffer.writeBytes(text.bytes)
        self.response = buffer
    }

    static func writeStatus(_ head: ResponseHead, of span: Span<UInt8>, to text: inout HeadText) {
        text.write("HTTP/1.1 ")
        text.writeDecimal(UInt64(head.status))
        text.put(0x20)
        text.write(head.reason, of: span)
        text.write("\r\n")
    }

    func writeFields(
        _ fields: borrowing FieldTable, of span: Span<UInt8>, dropping more: KnownFieldSet = [],
        to text: inout HeadText
    ) {
        var cursor = FieldCursor()
        var drops = FieldDrops(kinds: self.loop.responseFields.dropped.union(more))
        let rewrite = self.record.route >= 0 ? self.plan.forwarding[self.record.route].response : nil
        rewrite?.drop(from: fields, of: span, into: &drops)
        self.loop.limitText.olderFields?.drop(from: fields, of: span, into: &drops)
        while let run = fields.nextKeptRun(&cursor, dropping: drops) { text.write(run, of: span) }
        if let rewrite { text.write(rewrite.lines) }
    }

    func writeOwnFields(to text: inout HeadText) {
        self.loop.responseFields.writeRequestID(self.record.id, to: &text)
        self.loop.responseFields.writeStrictTransport(to: &text)
        guard let admitted = self.admitted else { return }
        if let limit = admitted.limit { self.loop.limitText.write(limit, at: self.loop.clock.wall, to: &text) }
        guard admitted.versionEndsAt != nil || admitted.keyEndsAt != nil,
            let end = AnnouncedEnd(admitted, at: self.loop.clock.wall)
        else { return }
        self.loop.responseFields.write(end, to: &text)
    }

    // MARK: Progress

    func noteRequestProgress() {
        guard self.destination != nil else { return }
        let waitsForClient = self.machine.isReceivingBody && !self.awaitsContinue
        let patience = waitsForClient ? self.plan.timeouts.bodyIdle : self.terms.response
        self.deadline = self.tries.earlier(self.loop.clock.monotonic &+ patience)
    }

    /// Whether it is the gateway that does not read the upstream, since the client does not take what came before. The upstream
    /// is not late then: its time begins anew when there is room. How slow the client may be is bounded by its speed, unless
    /// it may have any.
    var isResponseResting: Bool {
        self.machine.isResponding && self.destination != nil && !self.stream.isWritable && self.stream.awaitsReader
            && self.loop.edge.plan.downloadRate > 0
    }

    func noteResponseProgress() {
        guard self.machine.isResponding, self.destination != nil else { return }
        self.deadline = self.loop.clock.monotonic &+ self.terms.responseIdle
    }
}
