import Synchronization

/// Lets a publisher wake a loop at most once until the loop has woken, however often it publishes.
final class PublicationNotice: Sendable {
    private let isRaised = Atomic<Bool>(false)

    /// Whether the loop has to be woken.
    func raise() -> Bool { !self.isRaised.exchange(true, ordering: .acquiringAndReleasing) }

    /// The loop is awake: what is published from here on wakes it again.
    func lower() { self.isRaised.store(false, ordering: .releasing) }
}
