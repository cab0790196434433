/// What a server signs identities by, as its configuration has it.
package struct IdentityTerms: Hashable, Sendable {
    /// Most bytes of an issuer.
    package static let longestIssuer = 255
    /// Seconds for which a token is good.
    package static let lifetime: Int64 = 30

    /// The claim `iss`.
    package var issuer: String
    /// Another number is another key, at once. It is raised when a key may have leaked.
    package var generation: UInt32
    package var schedule: IdentitySchedule

    package init(issuer: String, generation: UInt32 = 1, schedule: IdentitySchedule = .init()) {
        self.issuer = issuer
        self.generation = generation
        self.schedule = schedule
    }

    /// Whether a text can be an issuer: visible ASCII that stands in JSON as it is.
    package static func isIssuer(_ text: String) -> Bool {
        (1...self.longestIssuer).contains(text.utf8.count)
            && text.utf8.allSatisfy { 0x21...0x7e ~= $0 && $0 != 0x22 && $0 != 0x5c }
    }
}
