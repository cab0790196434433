/// Why there is no complete answer.
public enum TransportError: Error, Sendable, Hashable, CaseIterable {
    /// There was no connection, or none by TLS; nothing was sent.
    case unreachable
    /// The connection broke after the request may have been sent.
    case interrupted
    /// The answer's body is longer than allowed.
    case answerTooLarge
    /// The task was cancelled.
    case cancelled
}
