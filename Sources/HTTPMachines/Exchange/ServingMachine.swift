/// A client's connection whose requests are answered here, one at a time, without an upstream.
///
/// Pure: it is told what happened and answers with what to do; the shell owns bytes, sockets and time. What a client
/// sends ahead waits. An event that cannot happen answers with `failConnection` and leaves the
/// machine closed.
package struct ServingMachine: ~Copyable, Sendable {
    enum State: Equatable {
        /// Between requests.
        case idle
        /// Some bytes of a head have come, or the whole request has and is being answered in the same event.
        case readingHead
        /// The head is there, the body is not whole.
        case readingBody
        /// The request is whole; its answer comes later.
        case answering
        /// Answered; the rest of the request is read and thrown away.
        case draining
        /// Answered; the connection closes when the answer has been sent.
        case closing
        case closed
    }

    /// What to do with bytes from the client.
    package enum BytesAction: Equatable, Sendable {
        /// They are, or begin, a head.
        case parseHead
        /// They belong to the body of the request at hand.
        case readBody
        /// Keep them, within a bound, until the request at hand is answered.
        case hold
        case discard
    }

    /// After the request at hand moved on.
    package enum ProgressAction: Equatable, Sendable {
        case goOn
        case failConnection
    }

    /// After an answer was written.
    package enum AnswerAction: Equatable, Sendable {
        case end(ClientEnding)
        case failConnection
    }

    /// After a deadline passed.
    package enum DeadlineAction: Equatable, Sendable {
        /// The client took too long over its request: say so.
        case refuseSlowRequest
        /// The answer did not come in time: say so.
        case answerForWant
        case close
        case doNothing
    }

    private(set) var state = State.idle
    /// The client has closed its sending side.
    private var isInputClosed = false
    /// The server is shutting down.
    private var isEnding = false

    package init() {}

    /// Whether the connection is kept only in case another request comes.
    package var isIdle: Bool { self.state == .idle }

    /// Whether body bytes are still expected from the client.
    package var isReadingBody: Bool { self.state == .readingBody }

    /// Whether a request is whole and not answered.
    package var isAnswering: Bool { self.state == .answering }

    // MARK: Requests

    /// Bytes are there.
    package mutating func requestBytes() -> BytesAction {
        switch self.state {
        case .idle:
            self.state = .readingHead
            return .parseHead
        case .readingHead: return .parseHead
        case .readingBody: return .readBody
        case .answering: return .hold
        case .draining, .closing, .closed: return .discard
        }
    }

    /// The head is complete and its body has still to come.
    package mutating func bodyAwaited() -> ProgressAction {
        guard self.state == .readingHead else { return self.fail(.failConnection) }
        self.state = .readingBody
        return .goOn
    }

    /// The request is whole, and its answer will come later, or later still.
    package mutating func answerAwaited() -> ProgressAction {
        switch self.state {
        case .readingHead, .readingBody, .answering:
            self.state = .answering
            return .goOn
        case .idle, .draining, .closing, .closed: return self.fail(.failConnection)
        }
    }

    /// The answer is written. `requestIsComplete`: no byte of the request is still to come. `keepAlive`: client and answer
    /// let the connection live on.
    package mutating func answered(requestIsComplete: Bool, keepAlive: Bool) -> AnswerAction {
        switch self.state {
        case .readingHead, .readingBody, .answering:
            return .end(self.end(requestIsComplete: requestIsComplete, keepAlive: keepAlive))
        case .idle where !keepAlive:
            // A connection that is turned away before it said anything.
            return .end(self.end(requestIsComplete: requestIsComplete, keepAlive: false))
        case .idle, .draining, .closing, .closed:
            return self.fail(.failConnection)
        }
    }

    // MARK: Time and the connection

    /// The deadline passed.
    package mutating func deadlinePassed() -> DeadlineAction {
        switch self.state {
        case .readingHead, .readingBody: return .refuseSlowRequest
        case .answering: return .answerForWant
        case .idle, .draining, .closing:
            self.state = .closed
            return .close
        case .closed: return .doNothing
        }
    }

    /// The client closed its sending side and may still read. `true` when what it sent will never be a whole request: the
    /// connection closes once the answers before are out.
    package mutating func clientInputClosed() -> Bool {
        self.isInputClosed = true
        switch self.state {
        case .answering, .closing: return false
        case .idle, .readingHead, .readingBody, .draining:
            self.state = .closing
            return true
        case .closed: return true
        }
    }

    /// The connection to the client is gone.
    package mutating func clientLost() { self.state = .closed }

    /// The server is shutting down: no request after the present one. `true` when there is none: the connection closes once
    /// the answers before are out.
    package mutating func beginEnding() -> Bool {
        self.isEnding = true
        guard self.state == .idle else { return false }
        self.state = .closing
        return true
    }

    private mutating func end(requestIsComplete: Bool, keepAlive: Bool) -> ClientEnding {
        guard requestIsComplete else {
            self.state = self.isInputClosed ? .closing : .draining
            return self.isInputClosed ? .close : .drain
        }
        guard keepAlive, !self.isEnding, !self.isInputClosed else {
            self.state = .closing
            return .close
        }
        self.state = .idle
        return .awaitNext
    }

    /// An event came that cannot come: a fault of our own, which closes the connection.
    private mutating func fail<Action>(_ action: Action) -> Action {
        self.state = .closed
        return action
    }
}
