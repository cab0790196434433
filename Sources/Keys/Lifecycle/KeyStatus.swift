/// What the key is to a person looking at a list, time included.
package enum KeyStatus: String, Hashable, Sendable, CaseIterable {
    case active, suspended, quarantined, revoked, expired
}
