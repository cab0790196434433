/// What is counted of an upstream's endpoints besides requests and connections.
enum UpstreamEvent: UInt16, CaseIterable {
    /// An endpoint has failed too many requests in a row.
    case ejected
    /// A request is tried again.
    case retried
    /// A request is not tried again although that would be safe: the budget is spent.
    case retryRefused
    /// A request is answered 503: connections, queue or requests under way are at their bound.
    case overflowed
    case checkPassed, checkFailed
    /// A server has answered a body as if it were a request.
    case bodyAnswered
    /// A name was looked up in vain.
    case lookupFailed
    /// A try of a request has failed: no connection, no answer, none that is HTTP, or one that says so.
    case failed
}
