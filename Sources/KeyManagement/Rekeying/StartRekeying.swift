import Auditing
import Cryptography
package import Keys
package import Storage

/// Begins the replacement of a key: makes the new one and writes down what is to be done.
package struct StartRekeying: CreatingOperation {
    package static var requiredLevel: Operator.Level { .admin }
    /// Longest time the old key is kept after nothing is under it any more: 90 days.
    package static let longestGrace: UInt32 = 90 * 86_400

    let kind: RekeyingKind
    let scope: RekeyingScope
    let graceSeconds: UInt32
    /// Whether others know the old key; of a pepper alone.
    let isLeaked: Bool

    /// `graceSeconds`: How long the old key is kept unused; of the log's key, how long both sign. `nil` for the usual
    ///   time: 30 days for the log's key, none for others.
    package init(
        _ kind: RekeyingKind, of scope: RekeyingScope = .installation, graceSeconds: UInt32? = nil,
        isLeaked: Bool = false
    ) {
        self.kind = kind
        self.scope = scope
        self.isLeaked = isLeaked
        self.graceSeconds = graceSeconds ?? (kind == .logKey ? LogKeyRekeying.usualOverlap : 0)
    }

    package func perform(in act: Act) throws -> Rekeying {
        guard self.graceSeconds <= Self.longestGrace else {
            throw ManagementError(.invalid, "The grace is at most \(Self.longestGrace) seconds.")
        }
        guard self.kind == .pepper || !self.isLeaked else {
            throw ManagementError(
                .invalid, "Only of a pepper it matters whether it has leaked: under other keys nothing stays.")
        }
        let tenant = try self.tenant(in: act)
        let underWay = try act.reader.unfinishedRekeyings()
        if let other = underWay.first(where: { $0.kind == self.kind && $0.tenant == tenant }) {
            throw ManagementError(
                .rotationUnderWay, "The rotation \(other.id) of this key is under way.",
                fix: self.isLeaked
                    ? "Say there which pepper has leaked: gatehouse rotation leaked \(other.id)"
                    : "See how far it is: gatehouse rotation show \(other.id)")
        }
        let startedAt = try self.moment(in: act)
        let (old, new) = try self.start(tenant, at: startedAt, in: act)
        let rekeying = Rekeying(
            id: .init(randomBytes: act.tools.randomBytes), kind: self.kind, tenant: tenant, phase: .prepared,
            oldKey: old, newKey: new, startedAt: startedAt, changedAt: act.now, graceSeconds: self.graceSeconds,
            startedBy: act.caller.actor.description, leak: self.isLeaked ? .init(toldAt: act.now) : nil)
        try act.transaction.insert(rekeying)
        try act.record(.rotationStart, .init(rekeying), reason: rekeying.words)
        if self.isLeaked {
            let search = try KeysOnPepper(rekeying)
            try act.markLeaked(.init(search.old), of: search.environment)
        }
        return rekeying
    }

    package func created(_ output: Rekeying) -> CreatedResource { .init(output.id) }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> Rekeying {
        guard let id = RekeyingID(record.resourceID), let rekeying = try act.transaction.rekeying(id) else {
            throw ManagementError.replayLost(record)
        }
        return rekeying
    }

    private func tenant(in act: Act) throws -> String {
        switch self.scope {
        case .installation: KeyringKey.installation
        case .project(let id): try act.reader.existing(id).id.description
        case .environment(let id): try act.reader.existing(id).id.description
        }
    }

    /// Now, and after everything that is stored: a key is old by its age, so a clock that was put back, or time that was
    /// taken back, must not begin before keys that are there.
    private func moment(in act: Act) throws -> WallTime {
        let newest = try act.reader.newestAuditEntry().map { WallTime(milliseconds: $0.timestamp &+ 1) }
        let latest = try act.reader.moment(.takenBackFrom).map { WallTime(milliseconds: $0.milliseconds &+ 1) }
        let moment = max(act.now, newest ?? act.now, latest ?? act.now)
        // What is made from now on is dated by it, and is old for the next.
        if latest != nil, moment > act.now { try act.transaction.put(.takenBackFrom, at: moment) }
        return moment
    }

    private func start(_ tenant: String, at moment: WallTime, in act: Act) throws -> (old: String, new: String) {
        switch self.kind {
        case .root:
            throw ManagementError(.invalid, "The root key is replaced together with its slots.")
        case .keyring: return try KeyringRekeying.start(tenant, in: act)
        case .dataKeys: return try DataKeyRekeying.start(tenant, at: moment, in: act)
        case .pepper:
            guard case .environment(let environmentID) = self.scope else {
                throw ManagementError(.invalid, "A pepper belongs to an environment: name it.")
            }
            return try PepperRekeying.start(environmentID, in: act)
        case .logKey: return try LogKeyRekeying.start(tenant, in: act)
        }
    }
}
