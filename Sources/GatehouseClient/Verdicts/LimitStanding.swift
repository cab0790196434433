/// Where a limit stands after a verification.
public struct LimitStanding: Sendable, Hashable {
    /// The name of the limit.
    public let name: String
    /// How much it allows in its window.
    public let limit: Int64
    /// How much is left.
    public let remaining: Int64
    /// The span of time it allows that in.
    public let window: Duration?
    /// Until more is left.
    public let reset: Duration?
    /// Whether this limit refused the request.
    public let isExceeded: Bool
}
