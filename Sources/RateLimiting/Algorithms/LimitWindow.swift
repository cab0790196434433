/// The numbers of one window of a limit, as small as they get: what a slot of the table remembers about its rule.
@usableFromInline
package struct LimitWindow: Hashable, Sendable, BitwiseCopyable {
    /// Requests per `seconds`, at least 1.
    @usableFromInline package let limit: UInt32
    /// At least 1, at most `longestSeconds`.
    @usableFromInline package let seconds: UInt32
    /// Capacity of the bucket; 0 says that this is a sliding window.
    @usableFromInline package let burst: UInt32

    /// 366 days. Keeps every product of the arithmetic below far from the end of its type.
    package static let longestSeconds: UInt32 = 31_622_400

    private init(limit: UInt32, seconds: UInt32, burst: UInt32) {
        self.limit = max(limit, 1)
        self.seconds = min(max(seconds, 1), Self.longestSeconds)
        self.burst = burst
    }

    /// At most `burst + limit / seconds · t` requests in any span t.
    package static func tokenBucket(limit: UInt32, seconds: UInt32, burst: UInt32) -> Self {
        .init(limit: limit, seconds: seconds, burst: max(burst, 1))
    }

    /// At most `limit` requests in any span of `seconds`.
    package static func slidingWindow(limit: UInt32, seconds: UInt32) -> Self {
        .init(limit: limit, seconds: seconds, burst: 0)
    }

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
}
