package import Keys

/// A key as a review shows it.
package struct ReviewedKey: Sendable {
    package let key: KeyDetails
    package fileprivate(set) var findings: [ReviewFinding] = []
    /// What it may do: its own grants and those of its roles, as far as policies in force leave them.
    package let granted: [PermissionPattern]
    /// What it was seen to do.
    package let used: [(permission: Permission, at: WallTime)]
    /// Since when that was looked for; `nil` when it is not known what the key uses.
    package let observedSince: WallTime?
    /// The only identity there is to own it; `nil` when it has an owner, or there are several, or none.
    package let soleOwner: Identity?
    /// Days that a key of its project may live at most, or usually lives where there is no bound.
    package let lifeDays: UInt32

    /// Grants that nothing it was seen to do needs.
    package var idle: [PermissionPattern] {
        guard self.observedSince != nil else { return [] }
        return self.granted.filter { pattern in !self.used.contains { pattern.covers($0.permission) } }
    }

    /// What it could be cut down to without refusing anything that was seen: the permissions themselves, no pattern. `nil`
    /// when nothing was seen, or when it may do no more than that already.
    package var proposal: [PermissionPattern]? {
        guard self.observedSince != nil, !self.used.isEmpty else { return nil }
        // What was granted once and is no longer is not given back.
        let narrow = self.used.filter { used in self.granted.contains { $0.covers(used.permission) } }
            .compactMap { PermissionPattern($0.permission.description) }.sorted()
        return narrow.isEmpty || Set(narrow) == Set(self.granted) ? nil : narrow
    }
}

/// Looks for what may be wrong with a key.
package struct KeyReview: Sendable {
    /// Days after which a key that was not used is one too many, unless it is said otherwise.
    package static let usualUnusedDays: UInt32 = 90
    package static let mostUnusedDays: UInt32 = 3_650
    /// Days in which a new key need not have been used.
    static let graceDays: Int64 = 7

    let unusedDays: UInt32
    let now: WallTime

    package init(unusedDays: UInt32 = Self.usualUnusedDays, now: WallTime) {
        self.unusedDays = unusedDays
        self.now = now
    }

    func look(at key: KeyDetails, _ surroundings: KeySurroundings, in observed: ObservedUse) -> ReviewedKey {
        let id = key.record.id
        let used = (observed.permissions[id] ?? [:]).map { (permission: $0.key, at: $0.value) }
            .sorted { $0.permission.description < $1.permission.description }
        let isClear = observed.since != nil && !observed.unclear.contains(id)
        var reviewed = ReviewedKey(
            key: key, granted: surroundings.granted, used: used, observedSince: isClear ? observed.since : nil,
            soleOwner: surroundings.soleOwner, lifeDays: surroundings.lifeDays)
        reviewed.findings = self.findings(reviewed, hasNetworkRule: surroundings.hasNetworkRule)
        return reviewed
    }

    private func findings(_ reviewed: ReviewedKey, hasNetworkRule: Bool) -> [ReviewFinding] {
        let record = reviewed.key.record
        var findings: [ReviewFinding] = []
        // What admits nobody needs not be stopped.
        if reviewed.key.status == .active {
            if let usedAt = reviewed.key.lastUse?.at {
                if usedAt < self.moment(daysAgo: Int64(self.unusedDays)) { findings.append(.unused) }
            } else if record.createdAt <= self.moment(daysAgo: Self.graceDays) {
                findings.append(.neverUsed)
            }
        }
        if let moment = reviewed.key.suspendsAt { findings.append(moment > self.now ? .idleNotice : .idlePastPolicy) }
        if !reviewed.used.isEmpty, !reviewed.idle.isEmpty { findings.append(.overPermitted) }
        if record.expiry.date == nil { findings.append(.noExpiry) }
        if !hasNetworkRule { findings.append(.noNetworkRule) }
        if record.ownerID == nil { findings.append(.noOwner) }
        return findings
    }

    private func moment(daysAgo days: Int64) -> WallTime { self.now.adding(seconds: -days * 86_400) }
}
