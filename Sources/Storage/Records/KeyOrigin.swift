/// How a key came to be.
package enum KeyOrigin: String, Hashable, Sendable, CaseIterable {
    /// Its first token was drawn here.
    case issued
    /// Its first token is one of another system.
    case imported
}
