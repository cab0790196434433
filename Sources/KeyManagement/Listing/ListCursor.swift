import Cryptography
import Keys

/// Cursors that only this server can make, each good for one list under the same filters.
///
/// The text is hexadecimal: 32 bytes of HMAC-SHA-256 over list, filters and position, then the position.
struct ListCursor {
    /// Longest position, in bytes.
    private static let longestPosition = 64
    private static let codeLength = 32

    private let key: HMACKey
    private let list: String
    private let filters: [UInt8]

    /// For the list of that name, narrowed by what the canonical bytes say.
    init(_ key: HMACKey, list: String, filters: [UInt8]) {
        self.key = key
        self.list = list
        self.filters = filters
    }

    func text(for position: [UInt8]) -> String {
        let bytes = self.code(position).bytes + position
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: Unicode.ASCII.self)
    }

    /// The position; throws `cursorInvalid` for what was not made here for this list and these filters.
    func position(in text: String) throws(ManagementError) -> [UInt8] {
        guard let bytes = Self.bytes(text), bytes.count > Self.codeLength else { throw Self.refused }
        let position = Array(bytes[Self.codeLength...])
        guard let code = Digest256(bytes: bytes[..<Self.codeLength]), code.equalsInConstantTime(self.code(position))
        else {
            throw Self.refused
        }
        return position
    }

    private func code(_ position: [UInt8]) -> Digest256 {
        var encoder = CanonicalEncoder(capacity: 256)
        encoder.append("gatehouse/cursor/1")
        encoder.append(self.list)
        encoder.append(self.filters)
        encoder.append(position)
        return self.key.authenticate(encoder.bytes.span)
    }

    static let refused = ManagementError(
        .cursorInvalid, "The cursor does not belong to this list with these filters.",
        fix: "Start again without a cursor.")

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8.prefix(2 * (Self.codeLength + Self.longestPosition) + 1))
        guard digits.count.isMultiple(of: 2), digits.count == text.utf8.count else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
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
