import KeyManagement
import Keys

extension ObjectReader {
    /// When a key is to expire: `expires_at`, `expires_in_seconds`, or `never_expires` with its reason; `nil` when
    /// nothing is said.
    mutating func keyExpiry(at now: WallTime) -> ExpiryRequest? {
        let date = self.expiry(at: now)
        let isNever = self.optional("never_expires", .flag) ?? false
        let reason = self.optional("never_expires_reason", .text(KeyRecord.longestReason))
        guard isNever else {
            if reason != nil { self.fault("never_expires_reason", .conflict, "only a key that never expires has it") }
            return date.map(ExpiryRequest.at)
        }
        if date != nil { self.fault("never_expires", .conflict, "give either an end or never_expires") }
        guard let reason else {
            self.fault("never_expires_reason", .conflict, "a key that never expires needs a reason")
            return nil
        }
        return .never(reason: reason)
    }

    /// `expires_at` or `expires_in_seconds`, not both.
    private mutating func expiry(at now: WallTime) -> WallTime? {
        let date = self.optional("expires_at", .time)
        let seconds = self.optional("expires_in_seconds", .integer(60...ExpiryPolicy.longestDays * 86_400))
        if date != nil, seconds != nil {
            self.fault("expires_in_seconds", .conflict, "give either expires_at or expires_in_seconds")
        }
        return date ?? seconds.map { now.adding(seconds: Int64($0)) }
    }
}
