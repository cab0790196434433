/// What one rule said of a request: for `why`, and for reports of what would have been refused.
package struct RuleOutcome: Sendable, Hashable {
    /// Who carries the rule.
    ///
    /// Raw values are stored in the decision log: never reuse one.
    package enum Carrier: UInt8, Sendable, CaseIterable {
        case key = 0
        case route = 1
        case gateway = 2
        /// A policy in force.
        case policy = 3
        /// A policy in shadow: its refusals are only told.
        case shadow = 4
        /// The question of a verifier, which brings numbers of its own.
        case verifier = 5
    }

    /// What kind of rule it is. Raw values are stored in the decision log: never reuse one.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// All that a policy asks for but its limits.
        case policy = 0
        case limit = 1
        /// The credits of the key.
        case credits = 2
    }

    package var kind: Kind
    package var carrier: Carrier
    /// A limit in the shadow, whoever carries it: its refusals are only told.
    package var isShadow = false
    /// Which of the policies of the trace; 0 for other carriers.
    package var policy: UInt8 = 0
    /// Which limit of the carrier, from 0.
    package var position: UInt8 = 0
    /// Why it refuses; `nil` when it does not.
    package var reason: Reason?
    /// How a limit stood.
    package var used: UInt32 = 0
    package var capacity: UInt32 = 0
    package var windowSeconds: UInt32 = 0

    package init(_ kind: Kind, _ carrier: Carrier, reason: Reason? = nil) {
        self.kind = kind
        self.carrier = carrier
        self.reason = reason
    }
}

extension RuleOutcome {
    /// Whether it refuses nobody: what it says is only told.
    package var isTold: Bool { self.isShadow || self.carrier == .shadow }
}
