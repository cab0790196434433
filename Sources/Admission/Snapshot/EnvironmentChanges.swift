package import Keys

/// What a cache of one environment's keys has to forget.
package enum EnvironmentChanges: Sendable, Equatable {
    /// These keys, in no order; none when nothing changed.
    case keys([KeyID])
    case everything
}
