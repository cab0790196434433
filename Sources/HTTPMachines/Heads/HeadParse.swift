/// What became of the bytes shown to a head parser.
@usableFromInline
package enum HeadParse: Equatable, Sendable {
    /// The head is not over yet: call again with the same bytes and more behind them.
    case incomplete
    /// The head is the first `headBytes` bytes; body or next message follow.
    case complete(headBytes: Int)
    /// The bytes break a rule: answer, then close.
    case refused(HTTPViolation)
}
