import Keys

/// What an answer needs to know of its request.
struct Reply {
    let context: VerifyContext
    /// The request was HEAD: the same head, no body.
    let isHead: Bool

    init(_ context: VerifyContext, isHead: Bool) {
        self.context = context
        self.isHead = isHead
    }

    /// The id of verification `index` of a batch: the request's own, counted up in base62.
    func requestID(ofVerification index: Int) -> RequestID {
        var low = self.context.requestID.low
        var carry = UInt64(clamping: index)
        for place in 0..<8 where carry > 0 {
            let shift = UInt64(8 * place)
            let sum = Self.value(UInt8(truncatingIfNeeded: low >> shift)) + carry
            low = low & ~(0xff << shift) | UInt64(Self.digit(sum % 62)) << shift
            carry = sum / 62
        }
        return RequestID(high: self.context.requestID.high, low: low)
    }

    private static func value(_ character: UInt8) -> UInt64 {
        if character &- 0x30 < 10 { return UInt64(character &- 0x30) }
        return character < 0x61 ? UInt64(character &- 0x41) + 10 : UInt64(character &- 0x61) + 36
    }

    private static func digit(_ value: UInt64) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value)
        if value < 10 { return 0x30 + value }
        return value < 36 ? 0x41 + value - 10 : 0x61 + value - 36
    }
}
