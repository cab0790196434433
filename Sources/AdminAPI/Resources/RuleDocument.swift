import Admission
import DecisionLog
import KeyManagement
import Keys

/// Every rule that a request was asked, in order, what it was asked about and what it answered: what `why` prints.
///
/// The phases that every request goes through follow from where it ended; what policies and limits said was written down
/// when they said it.
struct RuleDocuments {
    let record: DecisionRecord
    /// The policies that were asked, as they are now, by their place in the record.
    let policies: [Policy?]

    /// Asks the control plane for the policies.
    init(_ record: DecisionRecord, plane: ControlPlane, caller: Caller) async throws {
        self.record = record
        var policies: [Policy?] = []
        for place in 0..<record.rules.policyCount {
            policies.append(try await plane.policy(record.rules.policy(place).id, for: caller))
        }
        self.policies = policies
    }

    var document: JSONValue {
        let phases = self.phases(.route, .identify, .authenticate, .restrict, .authorize)
        let limits = self.record.phase < .limit ? [] : self.outcomes(.limit) + self.outcomes(.credits)
        return .array(phases + self.outcomes(.policy) + limits)
    }

    private func phases(_ phases: Phase...) -> [JSONValue] {
        phases.compactMap { phase in
            guard phase <= self.record.phase else { return nil }
            let isRefusedHere = phase == self.record.phase && !self.isRefusedByPolicy
            return .members([
                "phase": .string(phase.description), "rule": .string(self.name(of: phase)),
                "input": .string(self.input(of: phase)), "answer": isRefusedHere ? "refused" : "passed",
                "code": isRefusedHere ? self.record.reason.map { .string("\($0.code)") } : nil,
            ])
        }
    }

    private func name(of phase: Phase) -> String {
        switch phase {
        case .route: "route"
        case .identify: "credential"
        case .authenticate: "key"
        case .restrict: "restrictions of the key"
        default: "boundary and permission"
        }
    }

    private func input(of phase: Phase) -> String {
        switch phase {
        case .route: "\(self.record.method.name) \(self.record.host.text)\(self.record.path.text)"
        case .identify where self.record.route.isEmpty: "the key in the question"
        case .identify: "header fields of the route \(self.record.route.text)"
        case .authenticate: self.record.keyID.map { "\($0), version \(self.record.keyVersion)" } ?? "no known key"
        case .restrict: "\(self.record.address), \(self.record.method.name)"
        default: "\(self.record.method.name) \(self.place)"
        }
    }

    /// Where the request was. A verifier that asks about a key names no route.
    private var place: String { self.record.route.isEmpty ? "without a route" : "on \(self.record.route.text)" }

    private var isRefusedByPolicy: Bool {
        (0..<self.record.rules.count).contains { index in
            let outcome = self.record.rules[index]
            return outcome.carrier == .policy && outcome.kind == .policy && outcome.reason != nil
        }
    }

    private func outcomes(_ kind: RuleOutcome.Kind) -> [JSONValue] {
        (0..<self.record.rules.count).map { self.record.rules[$0] }.filter { $0.kind == kind }.map(self.document)
    }

    private func document(of outcome: RuleOutcome) -> JSONValue {
        let isOfPolicy = outcome.carrier == .policy || outcome.carrier == .shadow
        let mark = isOfPolicy ? self.record.rules.policy(Int(outcome.policy)) : nil
        let policy = isOfPolicy ? self.policies[Int(outcome.policy)] : nil
        return .members([
            "phase": .string(self.phase(of: outcome).description), "rule": .string(self.name(of: outcome, policy)),
            "carrier": .string("\(outcome.carrier)"), "policy_id": mark.map { .id($0.id) },
            "has_changed_since": mark.map {
                .bool(policy.map(\.revision).map(UInt32.init(truncatingIfNeeded:)) != $0.revision)
            },
            "input": .string(self.input(of: outcome)), "answer": .string(self.answer(of: outcome)),
            "code": outcome.reason.map { .string("\($0.code)") },
        ])
    }

    private func phase(of outcome: RuleOutcome) -> Phase {
        outcome.kind == .policy ? outcome.reason?.phase ?? .authorize : .limit
    }

    private func name(of outcome: RuleOutcome, _ policy: Policy?) -> String {
        let carrier =
            switch outcome.carrier {
            case .key: "the key"
            case .route: "the route"
            case .gateway: "the gateway"
            case .policy, .shadow: "policy \(policy?.name ?? "that is gone")"
            case .verifier: "the verifier"
            }
        if outcome.kind == .credits { return "credits of \(carrier)" }
        guard outcome.kind == .limit else { return carrier }
        let position = Int(outcome.position)
        let name = policy.flatMap { $0.limits.indices.contains(position) ? $0.limits[position].name : nil }
        return "limit \(name ?? "\(position + 1)") of \(carrier)"
    }

    private func input(of outcome: RuleOutcome) -> String {
        outcome.kind != .policy
            ? "\(outcome.used) of \(outcome.capacity) in \(outcome.windowSeconds) s"
            : "\(self.record.address), \(self.record.method.name) \(self.place)"
    }

    private func answer(of outcome: RuleOutcome) -> String {
        guard outcome.reason != nil else { return "passed" }
        return outcome.isTold ? "would_refuse" : "refused"
    }
}

extension ControlPlane {
    /// A policy that was asked once; `nil` when it is gone.
    func policy(_ id: PolicyID, for caller: Caller) async throws -> Policy? {
        do {
            return try await self.answer(GetPolicy(id), for: caller)
        } catch  where error.code == .notFound {
            return nil
        }
    }
}
