/// How the endpoints of an upstream share its requests.
package enum BalancingRule: String, Sendable, CaseIterable {
    /// Each in turn, as often as its weight says, and never several in a row that could be spread (smooth weighted
    /// round robin).
    case roundRobin
    /// Of two drawn at random the one with fewer requests under way for its weight (power of two choices).
    case leastRequests
}
