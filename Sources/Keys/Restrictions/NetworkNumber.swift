/// The number of an autonomous system (RFC 6793): whose network an address is announced by.
@usableFromInline
package struct NetworkNumber: Hashable, Sendable {
    /// 0 for `unknown`: that number is nobody's (RFC 7607).
    @usableFromInline package let rawValue: UInt32

    /// No database is loaded, or it does not say whose the address is.
    @usableFromInline package static let unknown = Self(rawValue: 0)

    @inlinable
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Reads `AS64500`, in letters of either case, or `unknown`.
    package init?(_ text: some StringProtocol) {
        if text == "unknown" {
            self = .unknown
            return
        }
        let bytes = Array(text.utf8.prefix(13))
        guard (3...12).contains(bytes.count), bytes[0] | 0x20 == 0x61, bytes[1] | 0x20 == 0x73, bytes[2] != 0x30,
            bytes[2...].allSatisfy({ $0 &- 0x30 < 10 }),
            let number = UInt32(String(decoding: bytes[2...], as: UTF8.self))
        else { return nil }
        self.init(rawValue: number)
    }
}

extension NetworkNumber: CustomStringConvertible {
    @usableFromInline package var description: String { self.rawValue == 0 ? "unknown" : "AS\(self.rawValue)" }
}
