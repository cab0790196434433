import HTTPMachines
import NIOCore

/// What an upstream answers, and what follows for the exchange and for the connection.
extension UpstreamConnection {
    /// The close that is happening is the end of the body.
    var endsWithClose: Bool {
        guard case .end? = self.body?.inputClosed() else { return false }
        return true
    }

    func process() {
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

    func releaseInput() { self.loop.receiving.putAllBut(&self.input) }

    func discardInput() { self.loop.receiving.put(&self.input) }

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

    func finish(_ exchange: DownstreamConnection, reusable: Bool) {
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
