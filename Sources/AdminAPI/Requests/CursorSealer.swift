package import Cryptography

/// Makes cursors that only this installation could have made, each bound to its list and filters.
///
/// A cursor is the hexadecimal text of a position and sixteen bytes of HMAC-SHA-256 over path, filters and position.
package struct CursorSealer: Sendable {
    private static let codeLength = 16
    /// Longest position, in bytes.
    private static let longestPosition = 96

    private let key: HMACKey

    /// - Parameter key: 32 secret bytes. Cursors made under another key are refused.
    package init(key: [UInt8]) { self.key = HMACKey(key.span) }

    /// A cursor that goes on after `position` in the list at `path` under `filters`.
    func seal(_ position: String, path: String, filters: String) -> String {
        let text = Array(position.utf8)
        return Self.hexadecimal(text + self.code(text, path, filters))
    }

    /// The position in the cursor; `nil` when it was not made here for this list and these filters.
    func open(_ cursor: String, path: String, filters: String) -> String? {
        guard let bytes = Self.bytes(cursor), bytes.count > Self.codeLength else { return nil }
        let text = Array(bytes.dropLast(Self.codeLength))
        let code = Array(bytes.suffix(Self.codeLength))
        guard ConstantTime.equals(code.span, self.code(text, path, filters).span) else { return nil }
        return String(validating: text, as: UTF8.self)
    }

    private func code(_ position: [UInt8], _ path: String, _ filters: String) -> [UInt8] {
        // A newline ends each part: neither a path nor percent-encoded filters can hold one.
        let bound = Array("gatehouse/cursor/v1\n\(path)\n\(filters)\n".utf8)
        return Array(self.key.authenticate(bound.span, position.span).bytes.prefix(Self.codeLength))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: Unicode.ASCII.self)
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count <= 2 * (longestPosition + codeLength), digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = self.value(digits[index]), let low = self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
