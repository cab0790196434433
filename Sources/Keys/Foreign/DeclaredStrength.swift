/// How the system that issued tokens made them, as the operator declares it: strength is never guessed from a token,
/// because `password-password-password` is long too.
package struct DeclaredStrength: Hashable, Sendable {
    /// The line drawn by OWASP ASVS 5.0 (6.5.2) and NIST SP 800-63B: from here on a fast keyed digest is enough.
    package static let strongBits = 112
    /// Longest random part that is worth declaring.
    package static let longest = 512

    package let generator: TokenGenerator
    /// Random characters; what every token of the system has in common does not count.
    package let length: Int

    package init(_ generator: TokenGenerator, length: Int) {
        self.generator = generator
        self.length = length
    }

    /// What is assumed where nothing is declared.
    package static let unknown = Self(.chosen, length: 0)

    /// Bits of chance in a token, rounded down.
    package var bits: Int {
        self.generator == .uuid4 ? 122 : min(max(self.length, 0), Self.longest) * self.generator.milliBits / 1000
    }

    package var isStrong: Bool { self.bits >= Self.strongBits }
}
