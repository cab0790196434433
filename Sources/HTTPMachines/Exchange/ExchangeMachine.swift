/// One downstream connection: a request, its way to the upstream, the response, then the next request.
///
/// Pure: it is told what happened and answers with what to do; the shell owns bytes, sockets and time. There is one
/// exchange at a time: what a client sends ahead waits. An event that cannot happen answers with
/// `failConnection` and leaves the machine closed.
package struct ExchangeMachine: ~Copyable, Sendable {
    enum RequestProgress: Equatable {
        case streaming, complete
    }

    enum ResponseProgress: Equatable {
        case awaited, streaming
    }

    enum State: Equatable {
        /// Between requests.
        case idle
        /// Some bytes of a head have come.
        case readingHead
        /// Admitted, without a connection to the upstream yet. The request has not been read further.
        case acquiring
        case exchanging(RequestProgress, ResponseProgress)
        /// The connection is another protocol's: everything passes in both directions (`TunnelMachine`).
        case switched
        /// Answered; the rest of the request is read and thrown away.
        case draining
        /// Answered; the connection closes when the answer has been sent.
        case closing
        case closed
    }

    private(set) var state = State.idle
    private var traits = RequestTraits(hasBody: false, keepAlive: true)
    /// The client has closed its sending side.
    private var isInputClosed = false
    /// The gateway is shutting down.
    private var isEnding = false
    /// The head of the response said so.
    private var hasAnnouncedClose = false
    /// The response began before the request had ended: the upstream may not have read the body.
    private var isOvertaken = false
    private var interimResponses: UInt8 = 0
    /// An interim response has gone to the client: from then on nothing is tried again.
    private var hasInterim = false
    private var retries: UInt8 = 0

    /// Most times that a request is tried again, whatever the shell would allow.
    static let mostRetries: UInt8 = 5
    /// Most interim responses (1xx) to one request. Each is a head to read and to write, and none is an answer.
    package static let mostInterimResponses = 32

    package init() {}

    /// Whether a request has been admitted and is not answered to its end.
    package var isExchanging: Bool {
        switch self.state {
        case .acquiring, .exchanging, .switched: true
        case .idle, .readingHead, .draining, .closing, .closed: false
        }
    }

    /// Whether the connection is another protocol's.
    package var isSwitched: Bool { self.state == .switched }

    /// Whether the connection is kept only in case another request comes.
    package var isIdle: Bool { self.state == .idle }

    /// Whether the final response has begun.
    package var isResponding: Bool {
        if case .exchanging(_, .streaming) = self.state { true } else { false }
    }

    /// Whether body bytes are still expected from the client.
    package var isReceivingBody: Bool {
        if case .exchanging(.streaming, _) = self.state { true } else { false }
    }

    // MARK: Requests

    /// Bytes from the client are there.
    package mutating func requestBytes() -> RequestBytesAction {
        switch self.state {
        case .idle:
            self.state = .readingHead
            return .parseHead
        case .readingHead: return .parseHead
        case .acquiring, .exchanging(.complete, _): return .hold
        case .exchanging(.streaming, _): return .forwardBody
        case .switched: return .passOn
        case .draining, .closing, .closed: return .discard
        }
    }

    /// The head is complete and the request was admitted.
    package mutating func admitted(_ traits: RequestTraits) -> AdmitAction {
        guard self.state == .readingHead else { return self.fail(.failConnection) }
        self.traits = traits
        self.hasAnnouncedClose = false
        self.hasInterim = false
        self.isOvertaken = false
        self.interimResponses = 0
        self.retries = 0
        self.state = .acquiring
        return .acquireUpstream
    }

    /// The head broke a rule or the request was refused; nothing of it is forwarded.
    package mutating func refused(_ traits: RequestTraits) -> RefuseAction {
        switch self.state {
        case .idle, .readingHead, .acquiring:
            self.traits = traits
            return .answer(self.end(requestIsComplete: !traits.hasBody))
        case .exchanging, .switched, .draining, .closing, .closed:
            return self.fail(.failConnection)
        }
    }

    /// A connection to the upstream is there.
    package mutating func upstreamReady() -> ReadyAction {
        guard self.state == .acquiring else { return .returnUnused }
        self.state = .exchanging(self.traits.hasBody ? .streaming : .complete, .awaited)
        return .sendRequest
    }

    /// The request body is over.
    package mutating func requestEnded() -> RequestEndAction {
        switch self.state {
        case .exchanging(.streaming, let response):
            self.state = .exchanging(.complete, response)
            return .endRequest
        case .draining, .closing, .closed:
            return .doNothing
        case .idle, .readingHead, .acquiring, .exchanging(.complete, _), .switched:
            return self.fail(.failConnection)
        }
    }

    // MARK: Responses

    /// A response of status 1xx.
    package mutating func interimResponse() -> InterimAction {
        guard case .exchanging(_, .awaited) = self.state else { return self.fail(.failConnection) }
        guard self.interimResponses < Self.mostInterimResponses else { return .failUpstream }
        self.interimResponses += 1
        guard !self.traits.isHTTP10 else { return .drop }
        self.hasInterim = true
        return .forward
    }

    /// The head of the final response, with the framing of its body.
    package mutating func responseHead(_ framing: BodyFraming) -> ResponseHeadAction {
        guard case .exchanging(let request, .awaited) = self.state else { return self.fail(.failConnection) }
        let clientFraming = self.clientFraming(of: framing)
        // An answer that overtakes its request ends the connection: how much of the request will come is not known.
        self.hasAnnouncedClose =
            !self.mayContinue || clientFraming == .untilClose || request == .streaming
        self.isOvertaken = request == .streaming
        self.state = .exchanging(request, .streaming)
        return .forward(clientFraming, closes: self.hasAnnouncedClose)
    }

    /// The upstream has switched protocols, as the client had asked (101). What comes from here on is not HTTP.
    package mutating func protocolSwitched() -> SwitchAction {
        guard self.state == .exchanging(.complete, .awaited), !self.traits.isHTTP10 else {
            return self.fail(.failConnection)
        }
        self.state = .switched
        return .passOn
    }

    /// Nothing more passes: the connection closes once what was written is out.
    package mutating func tunnelEnded() {
        if self.state == .switched { self.state = .closing }
    }

    /// The response is over; `upstreamReusable` as its head said.
    package mutating func responseEnded(upstreamReusable: Bool) -> ResponseEndAction {
        guard case .exchanging(let request, .streaming) = self.state else { return self.fail(.failConnection) }
        let isComplete = request == .complete
        return .finish(
            reuseUpstream: upstreamReusable && isComplete && !self.isOvertaken, self.end(requestIsComplete: isComplete))
    }

    // MARK: Failures

    /// Whether the request could be tried once more: nothing of a response has come.
    package var mayRetry: Bool {
        guard self.retries < Self.mostRetries, !self.hasInterim else { return false }
        switch self.state {
        case .acquiring, .exchanging(_, .awaited): return true
        case .exchanging(_, .streaming), .switched, .idle, .readingHead, .draining, .closing, .closed: return false
        }
    }

    /// The connection to the upstream was lost, with `canRetry` as in `tryFailed`.
    package mutating func upstreamLost(canRetry: Bool) -> UpstreamFailedAction {
        self.tryFailed(.upstreamUnreachable, canRetry: canRetry)
    }

    /// A try has failed. `canRetry`: either nothing was sent or everything that was can be sent again without doing anything
    /// twice, and whoever bounds retries allows one.
    package mutating func tryFailed(_ fault: ExchangeFault, canRetry: Bool) -> UpstreamFailedAction {
        guard canRetry, self.mayRetry else { return self.upstreamFailed(fault) }
        self.retries += 1
        // What has been read of the body is sent again; only what has not is still to come.
        if case .exchanging(let request, _) = self.state { self.traits.hasBody = request == .streaming }
        self.state = .acquiring
        return .retry
    }

    /// The upstream failed for good, or no connection to it could be had.
    package mutating func upstreamFailed(_ fault: ExchangeFault) -> UpstreamFailedAction {
        switch self.state {
        case .acquiring:
            return .answer(fault, self.end(requestIsComplete: !self.traits.hasBody))
        case .exchanging(let request, .awaited):
            return .answer(fault, self.end(requestIsComplete: request == .complete))
        case .exchanging(_, .streaming), .switched:
            self.state = .closing
            return .truncate
        case .idle, .readingHead, .draining, .closing, .closed:
            return .doNothing
        }
    }

    /// The request body broke a rule of its framing while it was being forwarded.
    package mutating func requestBroken() -> CutAction {
        switch self.state {
        case .exchanging(.streaming, .awaited):
            return .answer(self.end(requestIsComplete: false))
        case .exchanging(.streaming, .streaming):
            self.state = .closed
            return .truncate
        case .idle, .readingHead, .acquiring, .exchanging(.complete, _), .switched, .draining, .closing, .closed:
            return .doNothing
        }
    }

    /// A deadline passed. `waitsForUpstream`: bytes for the upstream could not be sent for just as long, so that a
    /// request body that does not progress is the upstream's fault. `isExchangeOver`: it is the time for the whole answer
    /// that is over, and not the one for a connection.
    package mutating func deadlinePassed(waitsForUpstream: Bool, isExchangeOver: Bool = false) -> DeadlineAction {
        switch self.state {
        case .idle, .draining, .closing:
            self.state = .closed
            return .close
        case .readingHead:
            self.traits = RequestTraits(hasBody: true, keepAlive: false)
            return .answer(.requestTimeout, self.end(requestIsComplete: false))
        case .acquiring:
            let fault = isExchangeOver ? ExchangeFault.upstreamTimeout : .upstreamUnavailable
            return .answer(fault, self.end(requestIsComplete: !self.traits.hasBody))
        case .exchanging(let request, .awaited):
            let isSlowClient = request == .streaming && !waitsForUpstream
            let fault = isSlowClient ? ExchangeFault.requestTimeout : .upstreamTimeout
            return .answer(fault, self.end(requestIsComplete: request == .complete))
        case .exchanging(_, .streaming):
            self.state = .closed
            return .truncate
        // It has times of its own.
        case .switched, .closed:
            return .doNothing
        }
    }

    /// The key of the exchange admits nobody any more.
    package mutating func cut() -> CutAction {
        switch self.state {
        case .acquiring:
            return .answer(self.end(requestIsComplete: !self.traits.hasBody))
        case .exchanging(let request, .awaited):
            return .answer(self.end(requestIsComplete: request == .complete))
        case .exchanging(_, .streaming):
            self.state = .closed
            return .truncate
        // It is cut with a farewell of its own.
        case .switched, .idle, .readingHead, .draining, .closing, .closed:
            return .doNothing
        }
    }

    // MARK: The connection

    /// The client closed its sending side and may still read. `hasUnreadBytes`: bytes it sent before are held back; ask
    /// again when they are used up and the body is still not over.
    package mutating func clientInputClosed(hasUnreadBytes: Bool) -> InputClosedAction {
        self.isInputClosed = true
        switch self.state {
        case .exchanging(.complete, _), .switched, .closing:
            return .goOn
        case .acquiring where !self.traits.hasBody || hasUnreadBytes:
            return .goOn
        case .exchanging(.streaming, _) where hasUnreadBytes:
            return .goOn
        case .idle, .readingHead, .acquiring, .exchanging(.streaming, _), .draining:
            self.state = .closing
            return .close
        case .closed:
            return .close
        }
    }

    /// The connection to the client is gone.
    package mutating func clientLost() -> ClientLostAction {
        let before = self.state
        self.state = .closed
        switch before {
        case .exchanging, .switched: return .closeUpstream
        case .idle, .readingHead, .acquiring, .draining, .closing, .closed: return .doNothing
        }
    }

    /// The gateway is shutting down: no request after the present one. `true` when there is none: the connection closes once
    /// the answers before are out.
    package mutating func beginEnding(awaitsFirst: Bool = false) -> Bool {
        self.isEnding = true
        guard self.state == .idle, !awaitsFirst else { return false }
        self.state = .closing
        return true
    }

    // MARK: Private

    private var mayContinue: Bool { self.traits.keepAlive && !self.isEnding && !self.isInputClosed }

    private func clientFraming(of framing: BodyFraming) -> ClientFraming {
        if self.traits.isHead { return .none }
        return switch framing {
        case .none: .none
        case .length(let count): .length(count)
        case .chunked, .untilClose: self.traits.isHTTP10 ? .untilClose : .chunked
        }
    }

    private mutating func end(requestIsComplete: Bool) -> ClientEnding {
        guard requestIsComplete else {
            self.state = self.isInputClosed ? .closing : .draining
            return self.isInputClosed ? .close : .drain
        }
        guard self.mayContinue, !self.hasAnnouncedClose else {
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
