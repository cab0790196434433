/// The alphabet of ids, secrets and checksums: `0-9A-Za-z`, in that order.
@usableFromInline
package enum Base62 {
    /// The 62 digits in order of value.
    package static let alphabet: [UInt8] = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Whether the byte is one of the 62 digits.
    @inlinable
    package static func contains(_ byte: UInt8) -> Bool {
        (byte &- 0x30) < 10 || ((byte | 0x20) &- 0x61) < 26
    }

    /// Writes `value` as exactly six digits, most significant first, left-padded with `0`.
    ///
    /// Six digits hold any 32-bit value: 62⁶ > 2³².
    package static func sixDigits(of value: UInt32) -> [UInt8] {
        var remainder = value
        var digits = [UInt8](repeating: alphabet[0], count: 6)
        for index in stride(from: 5, through: 0, by: -1) {
            digits[index] = alphabet[Int(remainder % 62)]
            remainder /= 62
        }
        return digits
    }

    /// Draws `count` digits uniformly by rejection: bytes of 248 and above are thrown away, so that no digit is
    /// likelier than another. `randomBytes` yields that many bytes of a cryptographically secure generator at each call.
    package static func draw(_ count: Int, from randomBytes: (Int) -> [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(count)
        while digits.count < count {
            for byte in randomBytes(count) where byte < 248 && digits.count < count {
                digits.append(alphabet[Int(byte % 62)])
            }
        }
        return digits
    }
}
