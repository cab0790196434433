package import Admission
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
    /// Whether the shell can wait for a slow proof or a quota and ask again: `VerifyOutcome.awaitProof` and `awaitQuota` come only
    /// then.
    package var mayAwaitProof = false
    /// The caller was proven and charged for this request before: it has waited for a proof since, or for its body.
    package var callerHasPaid = false
    /// Whether the connection is TLS.
    package var isSecure = false
    /// The certificate that whoever is connected has shown: what the caller's own key may be bound to.
    package var certificate: ClientCertificate?

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
