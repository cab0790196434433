/// What a byte may be part of. Sets are two constant words: no table in memory, no global to initialise.
@usableFromInline
package enum ByteClass {
    /// `tchar` of RFC 9110, 5.6.2.
    @inlinable @inline(__always)
    package static func isToken(_ byte: UInt8) -> Bool {
        isMember(byte, 0x03ff_6cfa_0000_0000, 0x57ff_ffff_c7ff_fffe)
    }

    /// `pchar` of RFC 3986, 3.3, or a slash; the percent sign not among them.
    @inlinable @inline(__always)
    package static func isPath(_ byte: UInt8) -> Bool {
        isMember(byte, 0x2fff_ffd2_0000_0000, 0x47ff_fffe_87ff_ffff)
    }

    /// Unreserved characters of RFC 3986, 2.3, which need no escape anywhere.
    @inlinable @inline(__always)
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        isMember(byte, 0x03ff_6000_0000_0000, 0x47ff_fffe_87ff_fffe)
    }

    /// A space or a tab: `OWS` is made of them (RFC 9110, 5.6.3).
    @inlinable @inline(__always)
    package static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// A printing ASCII character other than space.
    @inlinable @inline(__always)
    package static func isVisible(_ byte: UInt8) -> Bool { byte &- 0x21 < 0x5e }

    @inlinable @inline(__always)
    package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inlinable @inline(__always)
    package static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }

    /// The value of a hexadecimal digit; of any other byte something below 16.
    @inlinable @inline(__always)
    package static func hexValue(_ byte: UInt8) -> UInt8 {
        isDigit(byte) ? byte &- 0x30 : ((byte | 0x20) &- 0x57) & 0xf
    }

    @inlinable @inline(__always)
    static func isMember(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        guard byte < 0x80 else { return false }
        return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0
    }
}
