/// What a key of the audit log is good for. The names are stored.
package enum LogKeyState: String, Hashable, Sendable, CaseIterable {
    /// Made and named by a note; signs nothing yet.
    case pending
    /// Signs every checkpoint.
    case signing
    /// Signs nothing any more.
    case retired
    /// Gone; what it signed can still be checked.
    case destroyed
}
