package import Admission

/// The question of a client library's cache: tell me when something has changed.
package struct ChangeQuery: Sendable, Hashable {
    /// The generation it knows.
    package let after: UInt64
    /// The key it asks with, whose environment is the one it verifies.
    package let caller: MatchedKey

    /// Longest wait. A cache is emptied two seconds after it asked for the last answer it got: the wait must leave room for
    /// the next question, and for a slow network.
    package static let waitNanoseconds: UInt64 = 500_000_000

    package init(after: UInt64, caller: MatchedKey) {
        self.after = after
        self.caller = caller
    }
}
