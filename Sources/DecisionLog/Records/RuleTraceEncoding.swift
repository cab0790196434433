import Admission
import Keys

/// The bytes of what rules said: how many outcomes and policies there are, then each. A request that was asked nothing
/// beyond what all are asked takes two.
enum RuleTraceEncoding {
    private static let outcomeSize = 17
    private static let policySize = 20
    private static let cutBit: UInt8 = 0x80
    /// Beside the carrier: a limit in the shadow.
    private static let shadowBit: UInt8 = 0x80

    static let longest = 2 + RuleTrace.most * Self.outcomeSize + RuleTrace.mostPolicies * Self.policySize

    static func write(_ rules: borrowing RuleTrace, to fields: inout FieldWriter) {
        fields.integer(UInt8(rules.count) | (rules.isCut ? Self.cutBit : 0))
        fields.integer(UInt8(rules.policyCount))
        for index in 0..<rules.policyCount {
            let policy = rules.policy(index)
            fields.id(policy.id)
            fields.integer(policy.revision)
        }
        for index in 0..<rules.count {
            let outcome = rules[index]
            fields.integer(outcome.kind.rawValue)
            fields.integer(outcome.carrier.rawValue | (outcome.isShadow ? Self.shadowBit : 0))
            fields.integer(outcome.policy)
            fields.integer(outcome.position)
            fields.integer(outcome.reason?.rawValue ?? 0)
            fields.integer(outcome.used)
            fields.integer(outcome.capacity)
            fields.integer(outcome.windowSeconds)
        }
    }

    /// Whether the bytes say that nothing was asked.
    static func isEmpty(_ fields: FieldReader) -> Bool {
        var fields = fields
        return fields.integer(UInt8.self) == 0
    }

    /// Reads them back; `nil` when the bytes are none.
    static func read(_ fields: inout FieldReader) -> RuleTrace? {
        guard let first = fields.integer(UInt8.self), let policyCount = fields.integer(UInt8.self) else { return nil }
        let count = Int(first & ~Self.cutBit)
        guard count <= RuleTrace.most, policyCount <= RuleTrace.mostPolicies else { return nil }
        var rules = RuleTrace()
        for _ in 0..<policyCount {
            guard let id: PolicyID = fields.id(), let revision = fields.integer(UInt32.self) else { return nil }
            _ = rules.add(.init(id: id, revision: revision))
        }
        for _ in 0..<count {
            guard let outcome = Self.outcome(&fields), Int(outcome.policy) < max(Int(policyCount), 1) else {
                return nil
            }
            rules.add(outcome)
        }
        if first & Self.cutBit != 0 { rules.cut() }
        return rules
    }

    private static func outcome(_ fields: inout FieldReader) -> RuleOutcome? {
        guard let kind = fields.integer(UInt8.self).flatMap(RuleOutcome.Kind.init(rawValue:)),
            let carried = fields.integer(UInt8.self),
            let carrier = RuleOutcome.Carrier(rawValue: carried & ~Self.shadowBit),
            let policy = fields.integer(UInt8.self), let position = fields.integer(UInt8.self),
            let code = fields.integer(UInt8.self), code == 0 || Reason(rawValue: code) != nil,
            let used = fields.integer(UInt32.self), let capacity = fields.integer(UInt32.self),
            let window = fields.integer(UInt32.self)
        else { return nil }
        var outcome = RuleOutcome(kind, carrier, reason: Reason(rawValue: code))
        outcome.isShadow = carried & Self.shadowBit != 0
        outcome.policy = policy
        outcome.position = position
        outcome.used = used
        outcome.capacity = capacity
        outcome.windowSeconds = window
        return outcome
    }
}
