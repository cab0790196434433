/// How far a replacement is. The names are stored.
package enum RekeyingPhase: String, Hashable, Sendable, CaseIterable {
    /// The new key is made and not yet used.
    case prepared
    /// What lies under the old key is moved, batch by batch; what is new goes under the new key. Of the log's key: both
    /// sign.
    case moving
    /// What is left under the old key is counted.
    case counting
    /// Nothing is left, and an entry says so: the old key is disabled, and destroyed when its grace is over.
    case retiring
    /// The old key is gone.
    case finished
}
