import Keys

extension ExpiryRequest {
    /// When the key will end under its project's policy.
    func resolved(by policy: ExpiryPolicy, at now: WallTime) throws(ManagementError) -> KeyExpiry {
        let end = policy.maximumDays.map { now.adding(days: $0) }
        switch self {
        case .projectDefault:
            return .at(now.adding(days: policy.defaultDays))
        case .at(let date):
            guard date > now else { throw .invalid("/expires_at", "must lie in the future") }
            guard date <= now.adding(days: ExpiryPolicy.longestDays) else {
                throw .invalid(
                    "/expires_at", "is more than ten years away",
                    fix: "Choose an earlier date, or say never_expires with never_expires_reason.")
            }
            guard end.map({ date <= $0 }) ?? true else {
                throw .invalid(
                    "/expires_at", "must not be later than the project's maximum of \(policy.maximumDays ?? 0) days",
                    fix: "Choose an earlier date, or raise the project's maximum.")
            }
            return .at(date)
        case .never(let reason):
            guard end == nil else {
                throw .invalid(
                    "/never_expires", "is not possible: the project's maximum is \(policy.maximumDays ?? 0) days")
            }
            try FieldChecks.check(reason: reason)
            return .never(reason: reason)
        }
    }
}

extension WallTime {
    func adding(days: UInt32) -> Self { self.adding(seconds: Int64(days) * 86_400) }
}
