import Gateway
import VerifyAPI

/// Acts of one kind: so many wait, so many are under way. What does not fit is answered `unavailable` at once.
struct ActLane: Sendable {
    struct Waiting: Sendable {
        let request: HolderRequest
        let answer: @Sendable (HolderActResult) -> Void
    }

    private let mostAtOnce: Int
    private let arrivals: AsyncStream<Waiting>
    private let arrival: AsyncStream<Waiting>.Continuation

    init(waiting: Int, atOnce: Int) {
        self.mostAtOnce = atOnce
        (self.arrivals, self.arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(waiting))
    }

    func add(_ waiting: Waiting) {
        guard case .enqueued = self.arrival.yield(waiting) else { return waiting.answer(.unavailable) }
    }

    /// Takes no more; what waits is still done.
    func finish() { self.arrival.finish() }

    /// Does acts until there are no more.
    func run(_ perform: @escaping @Sendable (Waiting) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            var underWay = 0
            for await waiting in self.arrivals {
                if underWay >= self.mostAtOnce {
                    await group.next()
                    underWay -= 1
                }
                underWay += 1
                group.addTask { await perform(waiting) }
            }
        }
    }
}
