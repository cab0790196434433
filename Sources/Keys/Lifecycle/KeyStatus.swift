/// What the key is to a person looking at a list, time included.
package enum KeyStatus: String, Hashable, Sendable, CaseIterable {
    case active, suspended, quarantined, revoked, expired

    /// Those of keys that admit, or may again: neither revoked nor expired.
    package static let lasting: Set<Self> = [.active, .suspended, .quarantined]
}
