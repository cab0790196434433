/// What an operator has made of a key. Expiry is not a state: it is a matter of time.
package enum KeyState: String, Hashable, Sendable, CaseIterable {
    case active
    /// Stopped by a person; can come back.
    case suspended
    /// Stopped by a rule; can come back.
    case quarantined
    /// Final.
    case revoked
}
