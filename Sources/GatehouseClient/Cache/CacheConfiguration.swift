/// The cache of admissions. Off unless a client is given one.
///
/// Only what the server marks as cacheable is kept: never a key with limits, credits or conditions, and never a refusal.
/// A change feed tells within moments which keys have changed; when it is two seconds late, the cache is emptied. A key
/// that was revoked may therefore be admitted for two seconds more at most, and as a rule for milliseconds. Without a
/// cache it is not admitted at all: that is the trade.
///
/// What the cache admits is in no log, no usage count and no `last_used` of the server.
public struct CacheConfiguration: Sendable, Hashable {
    /// Most admissions kept. The least used make room.
    public var capacity: Int
    /// How long an admission is kept at most.
    public var maximumAge: Duration

    /// A cache of so many admissions.
    public init(capacity: Int = 10_000, maximumAge: Duration = .seconds(60)) {
        self.capacity = capacity
        self.maximumAge = maximumAge
    }

    /// How late the change feed may be before the cache is emptied.
    static let lease: Duration = .seconds(2)
}
