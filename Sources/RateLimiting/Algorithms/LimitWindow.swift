/// The numbers of one window of a limit, as small as they get: what a slot of the table remembers about its rule.
@usableFromInline
package struct LimitWindow: Hashable, Sendable, BitwiseCopyable {
    /// How a window counts.
    package enum Kind: UInt8, Sendable {
        /// Requests in any span of `seconds`.
        case sliding = 0
        /// A token bucket.
        case bucket = 1
        /// Requests of a period whose number the demand brings: a day of the calendar, or the time since credits were given.
        case period = 2
        /// Requests that are under way.
        case concurrency = 3
    }

    /// Requests per `seconds`, at least 1; in a period possibly 0.
    @usableFromInline package let limit: UInt32
    /// The length, below `1 << 25`; the kind, from bit 28 on; bit 31 says that the count outlives the process.
    private let code: UInt32
    /// Capacity of the bucket; 0 in every other kind.
    @usableFromInline package let burst: UInt32

    /// 366 days. Keeps every product of the arithmetic below far from the end of its type.
    package static let longestSeconds: UInt32 = 31_622_400
    private static let ledgered: UInt32 = 1 << 31

    private init(_ kind: Kind, limit: UInt32, seconds: UInt32, burst: UInt32 = 0, isLedgered: Bool = false) {
        self.limit = kind == .period ? limit : max(limit, 1)
        self.code =
            min(max(seconds, 1), Self.longestSeconds) | UInt32(kind.rawValue) << 28 | (isLedgered ? Self.ledgered : 0)
        self.burst = burst
    }

    /// At most `burst + limit / seconds · t` requests in any span t.
    package static func tokenBucket(limit: UInt32, seconds: UInt32, burst: UInt32) -> Self {
        .init(.bucket, limit: limit, seconds: seconds, burst: max(burst, 1))
    }

    /// At most `limit` requests in any span of `seconds`.
    package static func slidingWindow(limit: UInt32, seconds: UInt32) -> Self {
        .init(.sliding, limit: limit, seconds: seconds)
    }

    /// At most `limit` requests in each period. `seconds` is its usual length, for those who are told of it.
    package static func period(limit: UInt32, seconds: UInt32) -> Self {
        .init(.period, limit: limit, seconds: seconds)
    }

    /// At most `limit` requests under way.
    package static func concurrency(limit: UInt32) -> Self { .init(.concurrency, limit: limit, seconds: 1) }

    /// The same, its count kept over the end of the process. Buckets and requests under way never are.
    package var ledgered: Self {
        guard self.kind == .sliding || self.kind == .period else { return self }
        return .init(self.kind, limit: self.limit, seconds: self.seconds, isLedgered: true)
    }

    /// So many percent of the window's capacity, at least 1 where there was any.
    package func scaled(percent: UInt32) -> Self {
        let scale = { (number: UInt32) in
            number == 0 ? 0 : UInt32(clamping: max(UInt64(number) * UInt64(percent) / 100, 1))
        }
        return .init(
            self.kind, limit: scale(self.limit), seconds: self.seconds, burst: scale(self.burst),
            isLedgered: self.isLedgered)
    }

    /// What the numbers were stored as, and read back from: `limit`, `code`, `burst`.
    var words: (UInt32, UInt32, UInt32) { (self.limit, self.code, self.burst) }

    /// Reads stored numbers; `nil` for those that were never written.
    init?(words: (UInt32, UInt32, UInt32)) {
        guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: words.1 >> 28 & 3)) else { return nil }
        self.init(
            kind, limit: words.0, seconds: words.1 & 0x1ff_ffff, burst: words.2,
            isLedgered: words.1 & Self.ledgered != 0)
        guard self.words == words else { return nil }
    }

    package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: self.code >> 28 & 3)) ?? .sliding }

    /// At least 1, at most `longestSeconds`.
    package var seconds: UInt32 { self.code & 0x1ff_ffff }

    /// Whether its count outlives the process.
    package var isLedgered: Bool { self.code & Self.ledgered != 0 }

    /// What usage is measured against: the burst of a bucket, the limit of a window.
    package var capacity: UInt32 { self.isTokenBucket ? self.burst : self.limit }

    /// In how many seconds the whole capacity comes back, rounded up: `w` of `RateLimit-Policy`, to which `capacity` is
    /// `q`. A bucket of 10 that gains 100 a minute is `q=10;w=6`.
    package var refillSeconds: UInt32 {
        guard self.isTokenBucket else { return self.seconds }
        let limit = UInt64(self.limit)
        return UInt32(clamping: max((UInt64(self.burst) * UInt64(self.seconds) + limit - 1) / limit, 1))
    }

    package var isTokenBucket: Bool { self.burst > 0 }
    package var isConcurrency: Bool { self.kind == .concurrency }
}
