/// The close frame of a server (RFC 6455, 5.5.1): not masked, a code and a few words.
package struct CloseFrame: Sendable {
    /// Codes of RFC 6455, 7.4.1.
    package enum Code: UInt16, Sendable {
        case goingAway = 1_001
        case policyViolation = 1_008
    }

    package let bytes: [UInt8]

    /// `reason` is for people; what is beyond 123 bytes is left out, which is all there is room for.
    package init(_ code: Code, _ reason: StaticString) {
        let text = UnsafeBufferPointer(start: reason.utf8Start, count: min(reason.utf8CodeUnitCount, 123))
        let number = code.rawValue
        self.bytes =
            [0x88, UInt8(truncatingIfNeeded: 2 + text.count), UInt8(number >> 8), UInt8(number & 0xff)] + Array(text)
    }
}
