/// Tells how long what is ready has to wait for its turn on a loop.
///
/// The kernel hands out what is ready in the order in which it became so; a descriptor that is made ready waits as long as a
/// socket whose bytes come at that moment.
package final class QueueProbe: PollTarget {
    private let poller: Poller
    private let wakeup: Wakeup
    private let arrived: () -> Void
    private var watch: Poller.Watch?

    /// `arrived` is called on the loop, once for each `send`.
    package init(on poller: Poller, arrived: @escaping () -> Void) throws(SystemError) {
        self.poller = poller
        self.wakeup = try Wakeup()
        self.arrived = arrived
        self.watch = try poller.add(self.wakeup.descriptor, for: .readable, target: self)
    }

    /// Joins the queue.
    package func send() { self.wakeup.signal() }

    package func ready(_ readiness: Readiness) {
        self.wakeup.ready(readiness)
        self.arrived()
    }

    /// Has the poller let go of it.
    package func close() {
        guard let watch = self.watch.take() else { return }
        self.poller.remove(watch)
    }
}
