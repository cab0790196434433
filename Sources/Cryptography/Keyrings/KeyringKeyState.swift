/// What a key of a keyring may be used for. Its life goes from pending to destroyed.
package enum KeyringKeyState: String, Hashable, Sendable, CaseIterable {
    /// Made, not yet in use.
    case pending
    /// Wraps new data keys and unwraps old ones. A tenant has at most one.
    case primary
    /// Unwraps; wraps nothing new.
    case enabled
    /// Nothing, until it is enabled again.
    case disabled
    /// Gone for ever; only its name is left.
    case destroyed

    package var unwraps: Bool { self == .primary || self == .enabled }

    /// Whether a key may go from this state to that one. A key is destroyed only out of `disabled`, or before it was
    /// ever used.
    package func canBecome(_ next: Self) -> Bool {
        switch (self, next) {
        case (.pending, .primary), (.pending, .destroyed), (.primary, .enabled), (.enabled, .primary),
            (.enabled, .disabled), (.disabled, .enabled), (.disabled, .destroyed):
            true
        default: false
        }
    }
}
