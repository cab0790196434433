package import Admission
package import Keys
import RateLimiting

/// One event loop's worth of admission over a publication: shows tokens and hears verdicts.
package final class AdmissionDesk {
    private var pipeline: AdmissionPipeline
    private let clock: ManualClock
    /// Where digests under newer peppers wait.
    package var rehashes: RehashDesk { self.pipeline.plan.rehashes }
    /// Where slow proofs are made: in place, so that a second request finds them done.
    package let foreign: ForeignDesk

    package init(_ publication: SnapshotPublication, routes: [RouteRules] = ManagementWorld.routes, clock: ManualClock)
    {
        var generator = SeededGenerator(seed: 7)
        self.foreign = ForeignDesk(
            processSecret: generator.bytes(32).span,
            attempts: FailureBudget(failures: 1_000, capacity: 64, generator: &generator), run: { $0() })
        self.pipeline = AdmissionPipeline(
            plan: .init(
                publication: publication, routes: RouteBook(routes), limits: [],
                limiter: LimiterTable(capacity: 256, shardCount: 1, generator: &generator),
                failures: FailureBudget(failures: 1_000_000_000, capacity: 64, generator: &generator),
                foreign: self.foreign))
        self.clock = clock
    }

    /// The verdict on a GET with that token.
    package func present(_ token: [UInt8], route: Int = 0, at now: WallTime? = nil) -> Verdict {
        self.pipeline.judge(
            .init(
                method: .get, address: IPAddress(ipv4: 0xc000_0201), now: now ?? self.clock.now,
                monotonic: self.clock.monotonic),
            on: self.pipeline.plan.routes[route], presenting: .token, token: token.span)
    }

    /// Why the token is refused; `nil` when it is admitted.
    package func refusal(of token: [UInt8], route: Int = 0, at now: WallTime? = nil) -> Reason? {
        switch self.present(token, route: route, at: now) {
        case .admit: nil
        case .refuse(let refusal): refusal.reason
        }
    }
}
