package import Admission
package import HTTPMachines

extension LimitAnnouncement {
    /// Whether an answer to a request that was admitted warns of a limit.
    package func warns(_ limit: LimitReport) -> Bool {
        self.warns(below: limit.warnBelowPercent, remaining: limit.remaining, of: limit.limit)
    }
}

extension LimitFigures {
    package init(_ report: LimitReport) {
        self.init(
            policy: report.policy, limit: report.limit, windowSeconds: report.windowSeconds,
            remaining: report.remaining, resetSeconds: report.resetSeconds, isConcurrency: report.isConcurrency)
    }
}
