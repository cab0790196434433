import DecisionLog
import KeyManagement
import Keys
import Logging

/// Carries what the decision log learnt about the use of keys to the control plane: first uses at once, last uses in
/// batches.
struct UsageFeed: Sendable {
    /// What waits for the control plane at most; beyond it the oldest is dropped and learnt again at the next use.
    private static let mostWaiting = 4096

    private enum News: Sendable {
        case firstUse(VersionUsage)
        case usage([VersionUsage])
    }

    /// What the decision log calls.
    let sinks: DecisionSinks
    private let news: AsyncStream<News>
    private let continuation: AsyncStream<News>.Continuation
    private let control: ControlPlane
    private let logger: Logger

    init(control: ControlPlane, logger: Logger) {
        let (news, continuation) = AsyncStream.makeStream(
            of: News.self, bufferingPolicy: .bufferingNewest(Self.mostWaiting))
        self.news = news
        self.continuation = continuation
        self.sinks = DecisionSinks(
            usage: { continuation.yield(.usage($0)) }, firstUse: { continuation.yield(.firstUse($0)) })
        self.control = control
        self.logger = logger
    }

    /// Delivers until `finish` is called and nothing waits any more.
    func run() async {
        for await item in self.news { await self.deliver(item) }
    }

    /// Ends the feed: what waits is still delivered.
    func finish() { self.continuation.finish() }

    private func deliver(_ item: News) async {
        do {
            switch item {
            case .firstUse(let usage):
                let use = FirstUse(keyID: usage.keyID, versionNumber: usage.versionNumber, at: usage.at)
                _ = try await self.control.perform(NoteFirstUses([use]), by: .system)
                _ = try await self.control.perform(RecordUsage([usage]), by: .system)
            case .usage(let batch):
                for start in stride(from: 0, to: batch.count, by: RecordUsage.most) {
                    let part = Array(batch[start..<min(start + RecordUsage.most, batch.count)])
                    _ = try await self.control.perform(RecordUsage(part), by: .system)
                }
            }
        } catch {
            self.logger.warning("use of keys was not recorded", metadata: ["error": "\(error)"])
        }
    }
}
