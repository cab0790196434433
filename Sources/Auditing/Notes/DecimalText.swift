/// Numbers as the formats of transparency logs write them: ASCII digits without leading zeros.
package enum DecimalText {
    /// `nil` for anything else, and for what is beyond 2⁶³ − 1, the most that all readers hold.
    package static func parse(_ text: some StringProtocol) -> UInt64? {
        guard let first = text.utf8.first, text.utf8.count <= 19, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            first != 0x30 || text.utf8.count == 1
        else { return nil }
        return Int64(text).map { UInt64($0) }
    }
}
