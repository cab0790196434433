import Dispatch
import Foundation
import Glibc

/// Holds threads of a test until it is opened.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { self.semaphore.signal() }

    /// Waits at most ten seconds.
    func wait() { _ = self.opens() }

    /// Waits at most ten seconds, and says whether it was opened.
    func opens() -> Bool { self.semaphore.wait(timeout: .now() + 10) == .success }
}

/// Lets other threads run while a test polls for something that only they can bring about.
enum Pause {
    static func briefly() { _ = poll(nil, 0, 20) }
}

/// Runs what blocks on a thread of its own, so that the few threads of the tests stay free for what it waits for.
func offTheTestThreads<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}
