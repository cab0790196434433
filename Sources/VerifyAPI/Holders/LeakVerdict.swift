/// What we say of one match of a report.
package struct LeakVerdict: Sendable, Hashable {
    /// SHA-256 of the token, in hexadecimal: the token itself is not sent back.
    package let tokenHash: String
    package let tokenType: String
    /// Whether it is a key of ours, live or not.
    package let isTruePositive: Bool

    package init(tokenHash: String, tokenType: String, isTruePositive: Bool) {
        self.tokenHash = tokenHash
        self.tokenType = tokenType
        self.isTruePositive = isTruePositive
    }
}
