/// How a client behaves. The defaults suit a service beside its Gatehouse.
public struct VerifyClientConfiguration: Sendable, Hashable {
    /// The whole of one verification: finding a connection, asking, and reading the answer.
    public var deadline: Duration
    /// Most calls that wait for an answer at once. One more fails at once instead of waiting in a queue.
    public var maximumConcurrentCalls: Int
    /// Most bytes of one answer.
    public var maximumAnswerBytes: Int
    /// The cache of admissions; `nil`, the default, for none. A client with a cache must be ``VerifyClient/run()``.
    public var cache: CacheConfiguration?
    /// What the client calls itself in `User-Agent`.
    public var userAgent: String

    /// A configuration.
    public init(
        deadline: Duration = .seconds(1), maximumConcurrentCalls: Int = 512, maximumAnswerBytes: Int = 256 * 1024,
        cache: CacheConfiguration? = nil, userAgent: String = "gatehouse-client"
    ) {
        self.deadline = deadline
        self.maximumConcurrentCalls = maximumConcurrentCalls
        self.maximumAnswerBytes = maximumAnswerBytes
        self.cache = cache
        self.userAgent = userAgent
    }
}
