import HTTPMachines
import NIOCore

/// One connection to an upstream: reads responses and tells the exchange it serves.
final class UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Given by the pool.
    var number = UInt32.max
    let pool: UpstreamPool
    private let loop: GatewayLoop
    private(set) var context: ChannelHandlerContext?
    /// Whom it serves; `nil` while idle.
    private var exchange: DownstreamConnection?
    /// Whether it has served before, so that it may have been closed by the upstream in the meantime.
    private(set) var isReused = false
    private var hasServed = false
    private var method = HTTPMethod.get
    private var input = ByteBuffer()
    private var parser: ResponseHeadParser
    private var head = ResponseHead()
    private var fields = FieldTable()
    /// `nil` until the head of the final response has come.
    private var body: BodyReader?
    private var isReadPaused = false
    private var output = DirectOutput()

    init(pool: UpstreamPool, loop: GatewayLoop) {
        self.pool = pool
        self.loop = loop
        self.parser = ResponseHeadParser(limits: loop.plan.configuration.responseHeadLimits)
    }

    var isOpen: Bool { self.context?.channel.isActive ?? false }
    var isWritable: Bool { self.context?.channel.isWritable ?? false }

    // MARK: Lending

    /// Serves this exchange from here on.
    func begin(_ exchange: DownstreamConnection, method: HTTPMethod) {
        self.exchange = exchange
        self.method = method
        self.isReused = self.hasServed
        self.hasServed = true
        self.body = nil
    }

    /// Serves nobody; closing for whatever reason is nobody's affair any more.
    func detach() { self.exchange = nil }

    /// Lies idle: reading, so that a close is noticed.
    func park() {
        self.input = ByteBuffer()
        self.resumeReading()
    }

    /// Sends at once, where that is possible, and takes what is sent off the buffer.
    ///
    /// - Returns: whether nothing is left to be written.
    func send(_ buffer: inout ByteBuffer) -> Bool { self.output.send(&buffer, self.context) }

    func write(_ buffer: ByteBuffer) {
        self.output.noteChannelWrite()
        self.context?.write(self.wrapOutboundOut(buffer), promise: nil)
    }

    func flush() { self.context?.flush() }

    func close() {
        self.output.close()
        self.context?.close(promise: nil)
    }

    /// Closes a connection that the pool has forgotten.
    func forget() {
        self.number = .max
        self.close()
    }

    func resumeReading() {
        guard self.isReadPaused else { return }
        self.isReadPaused = false
        self.context?.read()
    }

    // MARK: Events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.output.close()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        self.output.open(context)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.loop.clock.read()
        var buffer = self.unwrapInboundIn(data)
        // Bytes nobody asked for: the upstream's idea of this connection is not ours.
        guard self.exchange != nil else { return self.close() }
        if self.input.readableBytes == 0 { self.input = buffer } else { self.input.writeBuffer(&buffer) }
        self.process()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if let exchange = self.exchange, !exchange.isClientWritable {
            self.isReadPaused = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        self.exchange?.upstreamIsWritable()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.output.close()
        self.loop.clock.read()
        if let exchange = self.exchange {
            if self.endsWithClose {
                exchange.responseTrailers(.empty, of: self.input)
                self.finish(exchange, reusable: false)
            } else {
                self.exchange = nil
                exchange.upstreamLost(self)
            }
        }
        self.pool.lost(self)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { self.close() }

    // MARK: Responses

    /// The close that is happening is the end of the body.
    private var endsWithClose: Bool {
        guard case .end? = self.body?.inputClosed() else { return false }
        return true
    }

    private func process() {
        while let exchange = self.exchange {
            let goesOn = self.body == nil ? self.readHead(exchange) : self.readBody(exchange)
            if !goesOn { break }
        }
        if self.input.readableBytes == 0 { self.input = ByteBuffer() }
        self.exchange?.settle()
    }

    private func readHead(_ exchange: DownstreamConnection) -> Bool {
        let bytes = self.input
        let span = bytes.readableBytesUInt8Span
        switch self.parser.parse(span, answering: self.method, into: &self.head, fields: &self.fields) {
        case .incomplete:
            return false
        case .refused:
            self.fail(exchange)
            return false
        case .complete(let count):
            self.input.moveReaderIndex(forwardBy: count)
            if self.head.isInterim {
                exchange.interimResponse(self.head, self.fields, of: span)
            } else {
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
            self.finish(exchange, reusable: self.head.keepAlive && self.input.readableBytes == 0)
            return false
        case .refused:
            self.fail(exchange)
            return false
        }
    }

    private func finish(_ exchange: DownstreamConnection, reusable: Bool) {
        self.exchange = nil
        self.body = nil
        let isKept = exchange.responseEnded(upstreamReusable: reusable)
        self.input = ByteBuffer()
        self.pool.giveBack(self, reusable: isKept)
        exchange.proceed()
    }

    private func fail(_ exchange: DownstreamConnection) {
        self.exchange = nil
        exchange.upstreamBroke(self)
        self.close()
    }
}
