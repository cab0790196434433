import Admission
import HTTPMachines
import NIOCore
import VerifyAPI

/// Gathers bodies that do not come with their heads, within what may be held.
extension VerifyConnection {
    /// A body that has come with its head is used where it lies; any other is gathered.
    func takeBody(_ span: Span<UInt8>, headBytes: Int) -> Bool {
        let length: Int
        switch self.head.framing {
        case .none: length = 0
        case .length(let count):
            guard count <= UInt64(VerifyPlan.maximumBodyBytes) else {
                self.refuse(.contentTooLarge, requestIsComplete: false)
                return true
            }
            length = Int(count)
        case .chunked, .untilClose: return self.awaitBody(span, headBytes: headBytes)
        }
        guard span.count - headBytes >= length else { return self.awaitBody(span, headBytes: headBytes) }
        self.input.moveReaderIndex(forwardBy: length)
        self.ask(span.extracting(0..<headBytes), body: span.extracting(headBytes..<(headBytes + length)))
        return true
    }

    private func awaitBody(_ span: Span<UInt8>, headBytes: Int) -> Bool {
        let size = headBytes + self.announcedBytes
        guard self.deservesRoom(for: size, span.extracting(0..<headBytes)), self.mayHold(headBytes) else { return true }
        guard self.machine.bodyAwaited() == .goOn else {
            self.failConnection()
            return false
        }
        self.deadline = self.loop.now &+ self.loop.plan.timeouts.body
        self.body = BodyReader(
            self.head.framing, limits: BodyLimits(maximumBodyBytes: UInt64(VerifyPlan.maximumBodyBytes)))
        self.headBytes = headBytes
        var held = self.loop.gateway.buffers.take()
        held.write(ByteRange(start: 0, end: headBytes), of: span)
        self.held = held
        if self.head.expectsContinue, self.input.readableBytes == 0 { self.sayContinue() }
        return true
    }

    /// What the head says of the size of its body: nothing when it comes in chunks.
    private var announcedBytes: Int {
        guard case .length(let count) = self.head.framing else { return 0 }
        return Int(clamping: count)
    }

    /// Whether so much of a request is to be gathered: nobody fills memory who may not ask. What is small is not looked at
    /// twice, and its connection lives on when it is refused.
    private func deservesRoom(for count: Int, _ bytes: Span<UInt8>) -> Bool {
        guard count > Self.smallRequest, !self.exchange.isLookedAt else { return true }
        self.exchange.isLookedAt = true
        switch self.loop.look(at: self.head, self.fields, head: bytes, in: self.verifyContext) {
        case .refused:
            self.loop.record(self.exchange, self.head, self.fields, of: bytes, peer: self.peer)
            self.deliver(requestIsComplete: false)
            return false
        case .proven: self.exchange.callerHasPaid = true
        case .undecided: break
        }
        return true
    }

    /// The client waits for 100 (Continue) before it sends its body.
    private func sayContinue() {
        var buffer = self.response.take() ?? self.loop.gateway.buffers.take()
        buffer.write("HTTP/1.1 100 Continue\r\n\r\n")
        self.response = buffer
    }

    func readBody() -> Bool {
        switch self.body.next(in: self.input) {
        case .needMore(let consumed):
            self.input.moveReaderIndex(forwardBy: consumed)
            return false
        case .data(let range):
            let count = Int(range.count)
            guard self.deservesMore(count), self.mayHold(count), var held = self.held.take() else { return true }
            let bytes = self.input
            held.write(range, of: bytes.readableBytesUInt8Span)
            self.held = held
            self.input.moveReaderIndex(forwardBy: range.upperBound)
            return true
        case .end(let consumed, _):
            self.input.moveReaderIndex(forwardBy: consumed)
            self.askHeld()
            return true
        case .refused(let violation):
            self.refuse(violation)
            return true
        }
    }

    private func deservesMore(_ count: Int) -> Bool {
        guard let held = self.held else { return true }
        return self.deservesRoom(
            for: self.heldBytes + count, held.readableBytesUInt8Span.extracting(0..<self.headBytes))
    }

    /// Counts bytes among those that are held, or refuses the request when there are too many.
    private func mayHold(_ count: Int) -> Bool {
        let hasRoom = self.hold(count)
        if !hasRoom { self.refuse(.overloaded, requestIsComplete: false) }
        return hasRoom
    }

    /// Counts bytes among those that are held, unless there are too many.
    func hold(_ count: Int) -> Bool {
        let isSmall = self.heldBytes + count <= Self.smallRequest
        guard self.loop.hold(count, isSmall: isSmall, for: self.shareholder) else { return false }
        self.heldBytes += count
        return true
    }

    func askHeld() {
        guard let held = self.held else { return self.failConnection() }
        let span = held.readableBytesUInt8Span
        self.ask(span.extracting(0..<self.headBytes), body: span.extracting(self.headBytes..<span.count))
    }
}
