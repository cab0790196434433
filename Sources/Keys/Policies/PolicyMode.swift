/// What a policy does with a request that breaks it.
package enum PolicyMode: String, Sendable, CaseIterable, Hashable {
    /// Refuses it.
    case enforce
    /// Lets it pass and records that it would have refused it.
    case shadow
    /// Is not asked.
    case off
}
