import Storage
import Synchronization

/// Closes the circle between a store, which wants its publish hook when it is opened, and the world around it, which needs
/// the keys of the opened store.
final class HookRelay: Sendable {
    private let hook = Mutex<PublishHook?>(nil)

    func connect(_ hook: @escaping PublishHook) { self.hook.withLock { $0 = hook } }

    func publish(_ changes: [StoreChange]) { self.hook.withLock { $0 }?(changes) }
}
