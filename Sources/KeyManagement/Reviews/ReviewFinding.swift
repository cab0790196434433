/// What may be wrong with a key that nobody has touched for a while. The names are part of the API.
package enum ReviewFinding: String, Sendable, CaseIterable, Hashable {
    /// Issued a week ago or earlier, and not one request since.
    case neverUsed = "never_used"
    /// Used once, but not lately.
    case unused
    /// Notice was given: it will be suspended unless it is used.
    case idleNotice = "idle_notice"
    /// By the rule of its project it should be suspended by now.
    case idlePastPolicy = "idle_past_policy"
    /// It may do what nobody has seen it do.
    case overPermitted = "over_permitted"
    case noExpiry = "no_expiry"
    /// It may be used from anywhere.
    case noNetworkRule = "no_network_rule"
    /// Nobody answers for it.
    case noOwner = "no_owner"
}
