import Gateway
import KeyManagement
import ServiceLifecycle
import VerifyAPI

/// Takes acts off the event loops and does a bounded number of each kind at a time, so that no kind holds another up.
struct HolderActQueue: Service {
    /// Most self-revocations that wait, and that are under way: waiting writes share commits, so a few suffice.
    static let mostWaiting = 1_024
    static let mostAtOnce = 16
    /// The same of those whose token has to be searched for first, perhaps by slow hashes that anybody can provoke.
    static let mostSearchesWaiting = 64
    static let mostSearchesAtOnce = 8
    /// The same of calls with found credentials: each holds up to a megabyte.
    static let mostFoundWaiting = 32
    static let mostFoundAtOnce = 32
    /// The same of leak reports.
    static let mostReportsWaiting = 8
    static let mostReportsAtOnce = 1
    /// When a call with found credentials is answered, in milliseconds after it was begun: a fixed time, by which what
    /// was live is normally gone, so that the wait does not tell whether anything was.
    static let foundAnswerMilliseconds = 250

    private let time: TimeSource
    private let perform: @Sendable (HolderRequest) async -> HolderActResult
    private let selves = ActLane(waiting: Self.mostWaiting, atOnce: Self.mostAtOnce)
    private let searches = ActLane(waiting: Self.mostSearchesWaiting, atOnce: Self.mostSearchesAtOnce)
    private let found = ActLane(waiting: Self.mostFoundWaiting, atOnce: Self.mostFoundAtOnce)
    private let reports = ActLane(waiting: Self.mostReportsWaiting, atOnce: Self.mostReportsAtOnce)

    init(time: TimeSource, perform: @escaping @Sendable (HolderRequest) async -> HolderActResult) {
        self.time = time
        self.perform = perform
    }

    /// What the event loops call.
    var acts: VerifyListener.Acts {
        { request, answer in
            let waiting = ActLane.Waiting(request: request, answer: answer)
            switch request.act {
            case .revokeSelf: self.selves.add(waiting)
            case .revokeShownSelf: self.searches.add(waiting)
            case .revokeFound, .revokeShown: self.found.add(waiting)
            case .reportLeaks: self.reports.add(waiting)
            }
        }
    }

    /// Does acts until the process is told to stop and nothing waits any more.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { lanes in
                for lane in [self.selves, self.searches, self.reports] {
                    lanes.addTask { await lane.run { $0.answer(await self.perform($0.request)) } }
                }
                lanes.addTask { await self.found.run { await self.doUntold($0) } }
            }
        } onGracefulShutdown: {
            for lane in [self.selves, self.searches, self.found, self.reports] { lane.finish() }
        }
    }

    /// Does an act whose answer says nothing of what came of it, nor when.
    private func doUntold(_ waiting: ActLane.Waiting) async {
        async let result = self.perform(waiting.request)
        await self.time.sleep(Self.foundAnswerMilliseconds)
        waiting.answer(.accepted)
        _ = await result
    }
}
