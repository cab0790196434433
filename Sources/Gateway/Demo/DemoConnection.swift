import HTTPMachines
import NIOCore

/// One connection to the demo upstream.
final class DemoConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let block = ByteBuffer(repeating: 0x2e, count: 65_536)

    private var input = ByteBuffer()
    private var parser = RequestHeadParser()
    private var head = RequestHead()
    private var fields = FieldTable()
    private var request: DemoRequest?
    private var body = BodyReader(.none)
    /// Bytes of the response that wait for the client to take what was written.
    private var unsent: UInt64 = 0
    private var isInputClosed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = self.unwrapInboundIn(data)
        self.input.writeBuffer(&buffer)
        self.process(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else { return }
        self.isInputClosed = true
        if self.request == nil, self.unsent == 0 { context.close(promise: nil) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.stream(context)
        self.process(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func process(_ context: ChannelHandlerContext) {
        while self.unsent == 0, self.request == nil ? self.readHead(context) : self.readBody(context) {}
        self.input.discardReadBytes()
    }

    private func readHead(_ context: ChannelHandlerContext) -> Bool {
        let bytes = self.input
        let span = bytes.readableBytesUInt8Span
        switch self.parser.parse(span, into: &self.head, fields: &self.fields) {
        case .incomplete: return false
        case .refused(let violation):
            self.refuse(violation, context)
            return false
        case .complete(let count):
            self.request = DemoRequest(self.head, self.fields, of: span)
            self.body = BodyReader(self.head.framing)
            self.input.moveReaderIndex(forwardBy: count)
            if self.head.expectsContinue { self.write("HTTP/1.1 100 Continue\r\n\r\n", context) }
            return true
        }
    }

    private func readBody(_ context: ChannelHandlerContext) -> Bool {
        switch self.body.next(in: self.input) {
        case .needMore(let consumed):
            self.input.moveReaderIndex(forwardBy: consumed)
            return false
        case .data(let range):
            self.request?.bodyBytes &+= UInt64(range.count)
            self.input.moveReaderIndex(forwardBy: range.upperBound)
            return true
        case .end(let consumed, _):
            self.input.moveReaderIndex(forwardBy: consumed)
            self.answer(context)
            return true
        case .refused(let violation):
            self.refuse(violation, context)
            return false
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let request = self.request else { return }
        self.request = nil
        var buffer = context.channel.allocator.buffer(capacity: 1_024)
        self.unsent = request.write(keepAlive: self.head.keepAlive && !self.isInputClosed, to: &buffer)
        context.writeAndFlush(self.wrapOutboundOut(buffer), promise: nil)
        self.stream(context)
    }

    private func stream(_ context: ChannelHandlerContext) {
        while self.unsent > 0, context.channel.isWritable {
            let count = min(self.unsent, UInt64(Self.block.readableBytes))
            guard let slice = Self.block.getSlice(at: 0, length: Int(count)) else { return }
            self.unsent -= count
            context.writeAndFlush(self.wrapOutboundOut(slice), promise: nil)
        }
        let isOver = self.request == nil && self.unsent == 0 && (self.isInputClosed || !self.head.keepAlive)
        if isOver { context.close(mode: .output, promise: nil) }
    }

    private func refuse(_ violation: HTTPViolation, _ context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: 128)
        buffer.write("HTTP/1.1 ")
        buffer.writeDecimal(UInt64(violation.status))
        buffer.write(" Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        context.writeAndFlush(self.wrapOutboundOut(buffer), promise: nil)
        context.close(mode: .output, promise: nil)
    }

    private func write(_ text: StaticString, _ context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: 64)
        buffer.write(text)
        context.writeAndFlush(self.wrapOutboundOut(buffer), promise: nil)
    }
}
