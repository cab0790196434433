package import Admission
package import Keys

/// What policies in shadow would have refused, and to whom.
package struct ShadowReport: Sendable, Hashable {
    /// Most policies, and most findings of each, that are told.
    package static let mostPolicies = 256
    package static let mostFindings = 1_000

    /// By id of the policy.
    package private(set) var policies: [Standing] = []
    /// Whether the log reaches back as far as was asked, and everything found is told.
    package internal(set) var isComplete = true

    package init() {}

    /// One policy.
    package struct Standing: Sendable, Hashable {
        package let id: PolicyID
        /// Requests it was asked about, and how many of them it would have refused.
        package fileprivate(set) var asked: UInt64 = 0
        package fileprivate(set) var refused: UInt64 = 0
        /// The most requests first.
        package fileprivate(set) var findings: [Finding] = []
    }

    /// One key that one rule of a policy would have refused.
    package struct Finding: Sendable, Hashable {
        package let keyID: KeyID
        package let reason: Reason
        /// Which limit of the policy, from 0; `nil` for its other rules.
        package let limit: Int?
        package fileprivate(set) var requests: UInt64 = 0
        package fileprivate(set) var lastRequestID: RequestID
        package fileprivate(set) var lastAt: WallTime
    }

    init(_ tally: ShadowTally) {
        self.isComplete = tally.isComplete
        self.policies = tally.standings.values.sorted { $0.standing.id < $1.standing.id }.map { entry in
            var standing = entry.standing
            standing.findings = entry.findings.values.sorted {
                ($1.requests, $0.keyID) < ($0.requests, $1.keyID)
            }
            return standing
        }
    }
}

/// Counts what is read, record by record.
struct ShadowTally {
    private let policy: PolicyID?
    fileprivate(set) var standings: [PolicyID: Entry] = [:]
    var isComplete = true

    /// Of one policy, or of all.
    init(of policy: PolicyID?) { self.policy = policy }

    struct Entry {
        var standing: ShadowReport.Standing
        var findings: [Place: ShadowReport.Finding] = [:]
    }

    struct Place: Hashable {
        let keyID: KeyID
        let reason: Reason
        let limit: Int?
    }

    mutating func add(_ record: DecisionRecord) {
        guard let keyID = record.keyID else { return }
        var told: Set<PolicyID> = []
        var refused: Set<PolicyID> = []
        for index in 0..<record.rules.count {
            let outcome = record.rules[index]
            guard outcome.carrier == .shadow else { continue }
            let id = record.rules.policy(Int(outcome.policy)).id
            guard self.policy == nil || self.policy == id else { continue }
            guard self.standings.count < ShadowReport.mostPolicies || self.standings[id] != nil else {
                self.isComplete = false
                continue
            }
            var entry = self.standings[id] ?? .init(standing: .init(id: id))
            if told.insert(id).inserted { entry.standing.asked += 1 }
            if let reason = outcome.reason {
                if refused.insert(id).inserted { entry.standing.refused += 1 }
                let limit = outcome.kind == .limit ? Int(outcome.position) : nil
                self.isComplete =
                    entry.add(.init(keyID: keyID, reason: reason, limit: limit), record) && self.isComplete
            }
            self.standings[id] = entry
        }
    }
}

extension ShadowTally.Entry {
    /// - Returns: `false` when there is no room.
    fileprivate mutating func add(_ place: ShadowTally.Place, _ record: DecisionRecord) -> Bool {
        guard self.findings.count < ShadowReport.mostFindings || self.findings[place] != nil else { return false }
        var finding =
            self.findings[place]
            ?? .init(
                keyID: place.keyID, reason: place.reason, limit: place.limit, lastRequestID: record.requestID,
                lastAt: record.at)
        finding.requests += 1
        if record.at >= finding.lastAt {
            finding.lastRequestID = record.requestID
            finding.lastAt = record.at
        }
        self.findings[place] = finding
        return true
    }
}
