import Admission
import ConfigurationReading
import Gateway
import Logging
import ServiceLifecycle

/// Looks once a second how busy the processors of the machine are, and how upstreams do, and lowers limits while they are
/// too busy: those of all requests, or those of requests to the upstream.
struct CapacityWatch: Service {
    private static let interval = Duration.seconds(1)

    let marks: CapacitySettings
    let board: CapacityBoard
    let standing: CapacityStanding
    /// What has become of the requests to each upstream since the start.
    let totals: @Sendable () -> [UpstreamTotals]
    let logger: Logger

    func run() async throws {
        guard !self.marks.isEmpty else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            var looks = CapacityLooks(self.marks)
            while !Task.isCancelled {
                self.show(looks)
                try? await Task.sleep(for: Self.interval)
                for change in looks.note(ProcessorTimes.now(), self.marks.regardsUpstreams ? self.totals() : []) {
                    self.tell(change)
                }
            }
            self.board.set(.whole)
        }
    }

    private func show(_ looks: CapacityLooks) {
        let rows = looks.rows
        self.standing.set(rows)
        var upstreams: [UInt64: CapacityFactors] = [:]
        for row in rows where !row.upstream.isEmpty {
            upstreams[RouteRules.number(ofUpstream: row.upstream)] = row.factors
        }
        self.board.set(looks.node, upstreams: upstreams)
    }

    private func tell(_ change: CapacityLooks.Change) {
        let factors = change.factors
        var metadata: Logger.Metadata = [
            "low": "\(factors.low)", "normal": "\(factors.normal)", "high": "\(factors.high)",
        ]
        if let upstream = change.upstream { metadata["upstream"] = "\(upstream)" }
        let subject = change.upstream == nil ? "the machine" : "an upstream"
        self.logger.notice(
            factors.isWhole
                ? "limits are whole again" : "\(subject) is too busy: limits are lowered", metadata: metadata)
    }
}
