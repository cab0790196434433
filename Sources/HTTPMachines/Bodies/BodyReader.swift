/// Finds the data and the end of a body of any framing, in requests and in responses, without copying.
@usableFromInline
package struct BodyReader: Sendable {
    private enum State {
        case counting, chunked, untilClose, ended
        case refused(HTTPViolation)
    }

    private var state: State
    /// With a length what is left of the body, until close what it may still hold.
    private var remaining: UInt64
    private var chunks: ChunkedDecoder

    package init(_ framing: BodyFraming, limits: BodyLimits = BodyLimits()) {
        self.chunks = ChunkedDecoder(limits: limits)
        self.remaining = limits.maximumBodyBytes
        switch framing {
        case .none: self.state = .ended
        case .chunked: self.state = .chunked
        case .untilClose: self.state = .untilClose
        case .length(let length):
            self.state = length > limits.maximumBodyBytes ? .refused(.bodyTooLarge) : length == 0 ? .ended : .counting
            self.remaining = length
        }
    }

    /// Whether the end has been read.
    package var isEnded: Bool {
        if case .ended = self.state { true } else { false }
    }

    /// Looks at the start of `bytes`, which are the bytes not consumed yet. Call again until it needs more or ends; the
    /// end is told once all data has been taken, even for no bytes at all.
    package mutating func next(_ bytes: Span<UInt8>) -> BodyStep {
        switch self.state {
        case .ended: return .end(consumed: 0, trailers: .empty)
        case .refused(let violation): return .refused(violation)
        case .counting:
            guard !bytes.isEmpty else { return .needMore(consumed: 0) }
            let step = self.take(min(self.remaining, UInt64(bytes.count)))
            if self.remaining == 0 { self.state = .ended }
            return step
        case .untilClose:
            guard !bytes.isEmpty else { return .needMore(consumed: 0) }
            guard UInt64(bytes.count) <= self.remaining else { return self.refuse(.bodyTooLarge) }
            return self.take(UInt64(bytes.count))
        case .chunked: return self.nextChunked(bytes)
        }
    }

    /// The peer closed its side: the end of a body without length, otherwise a truncation.
    package mutating func inputClosed() -> BodyStep {
        switch self.state {
        case .ended, .untilClose:
            self.state = .ended
            return .end(consumed: 0, trailers: .empty)
        case .refused(let violation): return .refused(violation)
        case .counting, .chunked: return self.refuse(.bodyTruncated)
        }
    }

    private mutating func take(_ count: UInt64) -> BodyStep {
        self.remaining -= count
        return .data(ByteRange(start: 0, end: Int(count)))
    }

    private mutating func nextChunked(_ bytes: Span<UInt8>) -> BodyStep {
        let step = self.chunks.next(bytes)
        switch step {
        case .end: self.state = .ended
        case .refused(let violation): self.state = .refused(violation)
        case .needMore, .data: break
        }
        return step
    }

    private mutating func refuse(_ violation: HTTPViolation) -> BodyStep {
        self.state = .refused(violation)
        return .refused(violation)
    }
}
