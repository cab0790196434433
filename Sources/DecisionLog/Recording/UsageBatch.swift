import Keys

/// Gathers the last use of each key version, so that the store hears of it once a minute at most, and of first uses once.
struct UsageBatch: Sendable {
    private struct Version: Hashable {
        let keyID: KeyID
        let number: UInt32

        /// Ids are random: half of one tells as much as the whole.
        func hash(into hasher: inout Hasher) { hasher.combine(self.keyID.low &+ UInt64(self.number)) }
    }

    /// The last use of a version, in the form it was recorded: texts are made when it is handed on.
    private struct Use {
        var at: WallTime
        /// The request that the texts are of.
        let copiedAt: WallTime
        let address: IPAddress
        let userAgent: InlineText<128>
        let route: InlineText<64>

        init(_ record: EncodedRecord) {
            self.at = record.at
            self.copiedAt = record.at
            self.address = record.address
            self.userAgent = record.text(.userAgent)
            self.route = record.text(.route)
        }

        func usage(of version: Version) -> VersionUsage {
            VersionUsage(
                keyID: version.keyID, versionNumber: version.number, at: self.at, address: self.address,
                userAgent: self.userAgent.text, route: self.route.text)
        }
    }

    /// Most versions noted in one interval: writing a use down costs as much as several requests, so a million keys in
    /// use must not mean a million rows a minute. Versions beyond are noted in one of the next intervals.
    static let most = 32_768
    /// Milliseconds by which the texts of a last use may be older than it was: those of a busy key are not copied for each
    /// request, unless it comes from elsewhere.
    private static let precision: Int64 = 10_000
    /// First uses remembered, so that the requests until the next snapshot do not report them again.
    private static let mostFirstUses = 4096

    private let interval: MonotonicNanoseconds
    private var latest: [Version: Use] = [:]
    private var reported: Set<Version> = []
    private var handedOnAt: MonotonicNanoseconds
    /// Whether uses were left out since they were handed on last.
    private(set) var isShort = false

    init(intervalSeconds: UInt64, now: MonotonicNanoseconds) {
        self.interval = min(intervalSeconds, 86_400) * 1_000_000_000
        self.handedOnAt = now
    }

    /// Notes an admitted request with a key.
    ///
    /// - Returns: the usage, when it is the first of its version.
    mutating func note(_ record: EncodedRecord) -> VersionUsage? {
        guard record.isAdmitted, let keyID = record.keyID else { return nil }
        let version = Version(keyID: keyID, number: record.keyVersion)
        self.keepLatest(record, of: version)
        guard record.isFirstUse, !self.reported.contains(version) else { return nil }
        if self.reported.count >= Self.mostFirstUses { self.reported.removeAll(keepingCapacity: true) }
        self.reported.insert(version)
        return Use(record).usage(of: version)
    }

    /// Whether the first use of a version is among those remembered.
    func hasSeenFirstUse(of key: KeyID, version: UInt32) -> Bool {
        self.reported.contains(.init(keyID: key, number: version))
    }

    private mutating func keepLatest(_ record: EncodedRecord, of version: Version) {
        guard let place = self.latest.index(forKey: version) else {
            guard self.latest.count < Self.most else { return self.isShort = true }
            self.latest[version] = Use(record)
            return
        }
        // What came from another loop may be older.
        guard self.latest.values[place].at <= record.at else { return }
        let isRecent = self.latest.values[place].copiedAt.milliseconds > record.at.milliseconds - Self.precision
        guard !isRecent || self.latest.values[place].address != record.address else {
            return self.latest.values[place].at = record.at
        }
        self.latest.values[place] = Use(record)
    }

    /// Whether the time has come to hand on what was gathered.
    func isDue(at now: MonotonicNanoseconds, isLast: Bool) -> Bool {
        isLast || (now >= self.handedOnAt && now - self.handedOnAt >= self.interval)
    }

    /// What is to be handed on now: everything when the time has come, or at the end.
    mutating func due(at now: MonotonicNanoseconds, isLast: Bool) -> [VersionUsage] {
        guard self.isDue(at: now, isLast: isLast) else { return [] }
        if self.isDue(at: now, isLast: false) { self.handedOnAt = now }
        defer {
            self.latest.removeAll(keepingCapacity: true)
            self.isShort = false
        }
        return self.latest.map { $1.usage(of: $0) }
    }
}
