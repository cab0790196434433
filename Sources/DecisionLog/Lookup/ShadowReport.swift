package import Admission
package import Keys

/// What rules in shadow would have refused, and to whom.
package struct ShadowReport: Sendable, Hashable {
    /// Most policies and limits that are told, most findings of each, and of all together.
    package static let mostStandings = 1_024
    package static let mostFindings = 1_000
    package static let mostFindingsInAll = 65_536

    /// Policies by id, then limits by who carries them.
    package private(set) var standings: [Standing] = []
    /// Whether the log reaches back as far as was asked, and everything found is told.
    package internal(set) var isComplete = true

    package init() {}

    /// A policy, or a limit of a key, a route or the gateway. Limits are told by their place among those of their carrier,
    /// from 0.
    package enum Subject: Sendable, Hashable {
        case policy(PolicyID)
        case key(KeyID, limit: Int)
        case route(String, limit: Int)
        case gateway(limit: Int)
    }

    /// One policy or limit.
    package struct Standing: Sendable, Hashable {
        package let subject: Subject
        /// Requests it was asked about, and how many of them it would have refused.
        package fileprivate(set) var asked: UInt64 = 0
        package fileprivate(set) var refused: UInt64 = 0
        /// The most requests first.
        package fileprivate(set) var findings: [Finding] = []
    }

    /// One key that one rule would have refused.
    package struct Finding: Sendable, Hashable {
        /// `nil` for requests without a key.
        package let keyID: KeyID?
        package let reason: Reason
        /// Which limit of the policy, from 0; `nil` for its other rules.
        package let limit: Int?
        package fileprivate(set) var requests: UInt64 = 0
        package fileprivate(set) var lastRequestID: RequestID
        package fileprivate(set) var lastAt: WallTime
    }

    /// Of one policy, or of all there is.
    init(_ tally: ShadowTally, of policy: PolicyID?) {
        self.isComplete = tally.isComplete
        self.standings = tally.standings.values
            .filter { entry in policy.map { entry.standing.subject == .policy($0) } ?? true }
            .sorted { $0.standing.subject.order < $1.standing.subject.order }
            .map { entry in
                var standing = entry.standing
                standing.findings = entry.findings.values.sorted(by: Finding.isFirst)
                return standing
            }
    }
}

extension ShadowReport.Subject {
    /// By kind, then by name and position.
    fileprivate var order: (Int, String, Int) {
        switch self {
        case .policy(let id): (0, id.description, 0)
        case .key(let id, let limit): (1, id.description, limit)
        case .route(let name, let limit): (2, name, limit)
        case .gateway(let limit): (3, "", limit)
        }
    }
}

extension ShadowReport.Finding {
    fileprivate static func isFirst(_ left: Self, _ right: Self) -> Bool {
        guard left.requests == right.requests else { return left.requests > right.requests }
        return (left.keyID?.description ?? "") < (right.keyID?.description ?? "")
    }

    /// Counts what another finding about the same has counted.
    fileprivate mutating func add(_ other: Self) {
        self.requests += other.requests
        guard other.lastAt >= self.lastAt else { return }
        self.lastRequestID = other.lastRequestID
        self.lastAt = other.lastAt
    }
}

/// Counts what is read, record by record or tally by tally.
struct ShadowTally: Sendable {
    fileprivate(set) var standings: [ShadowReport.Subject: Entry] = [:]
    private var findings = 0
    var isComplete = true

    init() {}

    /// Standings and findings in it.
    var weight: Int { self.standings.count + self.findings }

    struct Entry: Sendable {
        var standing: ShadowReport.Standing
        var findings: [Place: ShadowReport.Finding] = [:]
    }

    struct Place: Hashable, Sendable {
        let keyID: KeyID?
        let reason: Reason
        let limit: Int?
    }

    mutating func add(_ record: SeenRecord) {
        guard let rules = record.rules else { return }
        if rules.isCut { self.isComplete = false }
        // Few, and each counted once for a request, however many rules of it spoke.
        var (asked, refused): ([ShadowReport.Subject], [ShadowReport.Subject]) = ([], [])
        for index in 0..<rules.count {
            let outcome = rules[index]
            guard outcome.isTold, let subject = Self.subject(of: outcome, rules, record) else { continue }
            if !asked.contains(subject) {
                asked.append(subject)
                self.change(subject) { $0.asked += 1 }
            }
            guard let reason = outcome.reason else { continue }
            if !refused.contains(subject) {
                refused.append(subject)
                self.change(subject) { $0.refused += 1 }
            }
            var limit: Int?
            if case .policy = subject, outcome.kind == .limit { limit = Int(outcome.position) }
            self.add(
                .init(
                    keyID: record.keyID, reason: reason, limit: limit, requests: 1, lastRequestID: record.requestID,
                    lastAt: record.at), to: subject)
        }
    }

    mutating func add(_ other: ShadowTally) {
        self.isComplete = self.isComplete && other.isComplete
        for (subject, entry) in other.standings {
            self.change(subject) {
                $0.asked += entry.standing.asked
                $0.refused += entry.standing.refused
            }
            for finding in entry.findings.values { self.add(finding, to: subject) }
        }
    }

    /// What the rule is a rule of; `nil` where that is not told of.
    private static func subject(
        of outcome: RuleOutcome, _ rules: RuleTrace, _ record: SeenRecord
    ) -> ShadowReport.Subject? {
        let position = Int(outcome.position)
        switch outcome.carrier {
        case .policy, .shadow: return record.keyID.map { _ in .policy(rules.policy(Int(outcome.policy)).id) }
        case .key: return record.keyID.map { .key($0, limit: position) }
        case .route: return .route(String(decoding: record.route, as: UTF8.self), limit: position)
        case .gateway: return .gateway(limit: position)
        case .verifier: return nil
        }
    }

    private mutating func change(_ subject: ShadowReport.Subject, _ change: (inout ShadowReport.Standing) -> Void) {
        guard self.standings.count < ShadowReport.mostStandings || self.standings[subject] != nil else {
            self.isComplete = false
            return
        }
        change(&self.standings[subject, default: .init(standing: .init(subject: subject))].standing)
    }

    private mutating func add(_ finding: ShadowReport.Finding, to subject: ShadowReport.Subject) {
        let place = Place(keyID: finding.keyID, reason: finding.reason, limit: finding.limit)
        guard let count = self.standings[subject]?.findings.count else { return }
        if self.standings[subject]?.findings[place] != nil {
            self.standings[subject]?.findings[place]?.add(finding)
        } else if count < ShadowReport.mostFindings, self.findings < ShadowReport.mostFindingsInAll {
            self.findings += 1
            self.standings[subject]?.findings[place] = finding
        } else {
            self.isComplete = false
        }
    }
}
