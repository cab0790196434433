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
}
