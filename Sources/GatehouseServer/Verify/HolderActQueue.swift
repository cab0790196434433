import Gateway
import ServiceLifecycle
import VerifyAPI

/// Takes acts off the event loops and does a bounded number of them at a time. What does not fit is answered
/// `unavailable` at once.
struct HolderActQueue: Service {
    /// Most acts that wait.
    static let mostWaiting = 1_024
    /// Most acts under way: waiting writes share commits, so a few suffice.
    static let mostAtOnce = 16

    private struct Waiting: Sendable {
        let request: HolderRequest
        let answer: @Sendable (HolderActResult) -> Void
    }

    private let perform: @Sendable (HolderRequest) async -> HolderActResult
    private let arrivals: AsyncStream<Waiting>
    private let arrival: AsyncStream<Waiting>.Continuation

    init(perform: @escaping @Sendable (HolderRequest) async -> HolderActResult) {
        self.perform = perform
        (self.arrivals, self.arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostWaiting))
    }

    /// What the event loops call.
    var acts: VerifyListener.Acts {
        { [arrival] request, answer in
            guard case .enqueued = arrival.yield(Waiting(request: request, answer: answer)) else {
                return answer(.unavailable)
            }
        }
    }

    /// Does acts until the process is told to stop and nothing waits any more.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                var underWay = 0
                for await waiting in self.arrivals {
                    if underWay >= Self.mostAtOnce {
                        await group.next()
                        underWay -= 1
                    }
                    underWay += 1
                    group.addTask { waiting.answer(await self.perform(waiting.request)) }
                }
            }
        } onGracefulShutdown: {
            self.arrival.finish()
        }
    }
}
