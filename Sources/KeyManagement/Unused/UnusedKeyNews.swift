package import Admission
package import Keys

/// What the sweep for unused keys did, for the log.
package enum UnusedKeyNews: Hashable, Sendable {
    /// It was announced that a key will be suspended.
    case noticed(KeyID, until: WallTime)
    case suspended(KeyID)
    /// Of the project of that name nothing is suspended until somebody says so.
    case held(project: String, KeyEndings)
}
