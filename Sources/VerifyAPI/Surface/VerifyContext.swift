package import Keys

/// What the shell knows of the connection and the moment.
package struct VerifyContext: Sendable {
    /// Who is connected; `nil` on a Unix socket. Never taken for the client whose key is verified.
    package var peer: IPAddress?
    package var isUnixSocket: Bool
    package var requestID: RequestID
    /// Civil time.
    package var now: WallTime
    package var monotonic: MonotonicNanoseconds
    /// Whether the shell can wait for a slow proof and ask again: `VerifyOutcome.awaitProof` comes only then.
    package var mayAwaitProof = false
    /// The request was asked before and has waited for a proof, or its head was looked at and it has waited for its body: its
    /// caller has paid for it.
    package var isAskedAgain = false

    package init(
        peer: IPAddress?, isUnixSocket: Bool = false, requestID: RequestID, now: WallTime,
        monotonic: MonotonicNanoseconds
    ) {
        self.peer = peer
        self.isUnixSocket = isUnixSocket
        self.requestID = requestID
        self.now = now
        self.monotonic = monotonic
    }
}
