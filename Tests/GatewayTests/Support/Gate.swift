import Dispatch
import Glibc

/// Holds threads of a test until it is opened.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { self.semaphore.signal() }

    /// Waits at most ten seconds.
    func wait() { _ = self.semaphore.wait(timeout: .now() + 10) }
}

/// Lets other threads run while a test polls for something that only they can bring about.
enum Pause {
    static func briefly() { _ = poll(nil, 0, 20) }
}
