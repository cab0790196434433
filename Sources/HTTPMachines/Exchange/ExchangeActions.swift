extension ExchangeMachine {
    /// After the head of a request was admitted.
    package enum AdmitAction: Equatable, Sendable {
        case acquireUpstream
        case failConnection
    }

    /// After a request was refused: write the answer, with `Connection: close` unless the next request may come.
    package enum RefuseAction: Equatable, Sendable {
        case answer(ClientEnding)
        case failConnection
    }

    /// After a connection to the upstream was obtained.
    package enum ReadyAction: Equatable, Sendable {
        case sendRequest
        /// The client has gone: give the connection back.
        case returnUnused
    }

    /// What to do with bytes from the client.
    package enum RequestBytesAction: Equatable, Sendable {
        /// They are, or begin, a head.
        case parseHead
        /// They belong to a body that is being forwarded.
        case forwardBody
        /// They are another protocol's, and the upstream's.
        case passOn
        /// Keep them, within a bound, until an upstream is there or the exchange is over.
        case hold
        case discard
    }

    /// After the end of a request body.
    package enum RequestEndAction: Equatable, Sendable {
        /// Tell the upstream.
        case endRequest
        case doNothing
        case failConnection
    }

    /// After an interim response (1xx).
    package enum InterimAction: Equatable, Sendable {
        case forward
        case drop
        /// There have been too many: the upstream broke the protocol.
        case failUpstream
        case failConnection
    }

    /// After the upstream has switched protocols.
    package enum SwitchAction: Equatable, Sendable {
        /// From here on everything passes in both directions.
        case passOn
        case failConnection
    }

    /// After the head of the final response.
    package enum ResponseHeadAction: Equatable, Sendable {
        /// Forward it; `closes` asks for `Connection: close`.
        case forward(ClientFraming, closes: Bool)
        case failConnection
    }

    /// After the end of the final response.
    package enum ResponseEndAction: Equatable, Sendable {
        case finish(reuseUpstream: Bool, ClientEnding)
        case failConnection
    }

    /// After the upstream failed, by loss, silence or broken protocol.
    package enum UpstreamFailedAction: Equatable, Sendable {
        /// Once more, on another connection.
        case retry
        /// Nothing has been answered yet: do it.
        case answer(ExchangeFault, ClientEnding)
        /// The response had begun: close without its end once what there is of it is out, so that the client sees the
        /// truncation.
        case truncate
        case doNothing
    }

    /// After a deadline passed. The upstream, when there is one, is closed in every case but `doNothing`.
    package enum DeadlineAction: Equatable, Sendable {
        case answer(ExchangeFault, ClientEnding)
        case truncate
        case close
        case doNothing
    }

    /// After the client closed its sending side.
    package enum InputClosedAction: Equatable, Sendable {
        /// The request is whole: it will be answered, then the connection closes.
        case goOn
        /// The request will never be whole: close the upstream, and the client once the answers before are out.
        case close
    }

    /// After the client's connection was lost.
    package enum ClientLostAction: Equatable, Sendable {
        case closeUpstream
        case doNothing
    }

    /// After the key of the exchange was revoked or suspended.
    package enum CutAction: Equatable, Sendable {
        /// Nothing has been answered yet: refuse.
        case answer(ClientEnding)
        case truncate
        case doNothing
    }
}
