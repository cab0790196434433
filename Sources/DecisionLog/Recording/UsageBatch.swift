import Keys

/// Gathers the last use of each key version, so that the store hears of it once a minute at most, and of first uses once.
struct UsageBatch: Sendable {
    private struct Version: Hashable {
        let keyID: KeyID
        let number: UInt32
    }

    /// Versions gathered before they are handed on early.
    static let most = 65_536
    /// First uses remembered, so that the requests until the next snapshot do not report them again.
    private static let mostFirstUses = 4096

    private let interval: MonotonicNanoseconds
    private var latest: [Version: VersionUsage] = [:]
    private var reported: Set<Version> = []
    private var handedOnAt: MonotonicNanoseconds

    init(intervalSeconds: UInt64, now: MonotonicNanoseconds) {
        self.interval = min(intervalSeconds, 86_400) * 1_000_000_000
        self.handedOnAt = now
    }

    /// Notes an admitted request with a key.
    ///
    /// - Returns: the usage, when it is the first of its version.
    mutating func note(_ record: DecisionRecord) -> VersionUsage? {
        guard record.isAdmitted, let keyID = record.keyID else { return nil }
        let version = Version(keyID: keyID, number: record.keyVersion)
        let usage = VersionUsage(
            keyID: keyID, versionNumber: record.keyVersion, at: record.at, address: record.address,
            userAgent: record.userAgent.text, route: record.route.text)
        if self.latest[version].map({ $0.at <= usage.at }) ?? true { self.latest[version] = usage }
        guard record.isFirstUse, !self.reported.contains(version) else { return nil }
        if self.reported.count >= Self.mostFirstUses { self.reported.removeAll(keepingCapacity: true) }
        self.reported.insert(version)
        return usage
    }

    /// What is to be handed on now: everything when the time has come, when there is too much, or at the end.
    mutating func due(at now: MonotonicNanoseconds, isLast: Bool) -> [VersionUsage] {
        let isTime = now >= self.handedOnAt && now - self.handedOnAt >= self.interval
        guard isTime || isLast || self.latest.count >= Self.most else { return [] }
        if isTime { self.handedOnAt = now }
        defer { self.latest.removeAll(keepingCapacity: true) }
        return Array(self.latest.values)
    }
}
