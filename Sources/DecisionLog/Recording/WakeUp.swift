import Dispatch
import Synchronization

/// Lets the draining thread sleep until there is a reason not to.
final class WakeUp: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let isSignalled = Atomic<Bool>(false)

    /// Wakes the sleeper. Costs a system call only when nobody has done so before.
    func signal() {
        if !self.isSignalled.exchange(true, ordering: .acquiringAndReleasing) { self.semaphore.signal() }
    }

    /// Sleeps until a signal or for so many milliseconds.
    func wait(milliseconds: Int) {
        _ = self.semaphore.wait(timeout: .now() + .milliseconds(milliseconds))
        self.isSignalled.store(false, ordering: .releasing)
    }
}
