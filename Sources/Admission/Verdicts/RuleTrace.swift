package import Keys

/// The rules that were asked about one request beyond what every request is asked, and what they said. In place: nothing
/// is allocated, and a request without such rules writes nothing.
package struct RuleTrace: Sendable {
    /// Most outcomes that are kept; there can be more policies and limits than that, then `isCut` says so.
    package static let most = 48
    /// Most policies that are told apart.
    package static let mostPolicies = 32

    private var outcomes = InlineArray<48, RuleOutcome>(repeating: .init(.policy, .key))
    private var policies = InlineArray<32, PolicyMark>(repeating: .init(id: .init(high: 0, low: 0), revision: 0))
    package private(set) var count = 0
    package private(set) var policyCount = 0
    package private(set) var isCut = false

    /// A policy as it was when it was asked.
    package struct PolicyMark: Sendable, Hashable {
        package let id: PolicyID
        /// The lower bits of its revision.
        package let revision: UInt32

        package init(id: PolicyID, revision: UInt32) {
            self.id = id
            self.revision = revision
        }
    }

    package init() {}

    package var isEmpty: Bool { self.count == 0 }

    package mutating func removeAll() {
        self.count = 0
        self.policyCount = 0
        self.isCut = false
    }

    /// The place of a policy, for its outcomes; `nil` when there is no room.
    mutating func place(of policy: CompiledPolicy) -> UInt8? {
        for index in 0..<self.policyCount where self.policies[index].id == policy.id { return UInt8(index) }
        return self.add(.init(id: policy.id, revision: UInt32(truncatingIfNeeded: policy.revision)))
    }

    /// Adds a policy.
    package mutating func add(_ policy: PolicyMark) -> UInt8? {
        guard self.policyCount < Self.mostPolicies else {
            self.isCut = true
            return nil
        }
        self.policies[self.policyCount] = policy
        self.policyCount += 1
        return UInt8(self.policyCount - 1)
    }

    package mutating func add(_ outcome: RuleOutcome) {
        guard self.count < Self.most else {
            self.isCut = true
            return
        }
        self.outcomes[self.count] = outcome
        self.count += 1
    }

    package mutating func cut() { self.isCut = true }

    package subscript(index: Int) -> RuleOutcome { self.outcomes[index] }

    package func policy(_ index: Int) -> PolicyMark { self.policies[index] }

    /// Takes over what another one holds, and no more of it than there is.
    package mutating func assign(_ other: borrowing RuleTrace) {
        self.count = other.count
        self.policyCount = other.policyCount
        self.isCut = other.isCut
        for index in 0..<other.count { self.outcomes[index] = other.outcomes[index] }
        for index in 0..<other.policyCount { self.policies[index] = other.policies[index] }
    }
}

extension RuleTrace: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count, left.policyCount == right.policyCount, left.isCut == right.isCut else {
            return false
        }
        for index in 0..<left.count where left.outcomes[index] != right.outcomes[index] { return false }
        for index in 0..<left.policyCount where left.policies[index] != right.policies[index] { return false }
        return true
    }
}
