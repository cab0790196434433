import CSystemCalls
import Glibc

/// Watches the descriptors of one thread, epoll(7), level-triggered. It belongs to its thread, as do its targets.
package final class Poller {
    /// Events taken from the kernel at once.
    private static let batch = 256

    /// A watched descriptor. Its number is used again; the generation tells events of its last owner from its own.
    private struct Slot {
        var target: (any PollTarget)?
        var generation: UInt32 = 0
    }

    private let descriptor: CInt
    private var slots: [Slot] = []
    private var vacant: [UInt32] = []
    private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: Poller.batch)

    package init() throws(SystemError) {
        // EPOLL_CLOEXEC is O_CLOEXEC, of a type that Swift does not see.
        self.descriptor = epoll_create1(O_CLOEXEC)
        guard self.descriptor >= 0 else { throw SystemError.last("epoll_create1") }
    }

    deinit {
        close(self.descriptor)
        self.events.deallocate()
    }

    /// A descriptor that is watched, to be given back by `remove` or `forget` before the descriptor is closed.
    package struct Watch: Sendable {
        let slot: UInt32
        let descriptor: CInt
    }

    /// Watches a descriptor, and holds its target until it is removed.
    package func add(
        _ descriptor: CInt, for interest: Interest, target: any PollTarget
    ) throws(SystemError) -> Watch {
        let slot = self.vacant.popLast() ?? self.makeSlot()
        guard self.control(EPOLL_CTL_ADD, descriptor, interest, slot) else {
            let error = SystemError.last("epoll_ctl")
            self.vacant.append(slot)
            throw error
        }
        self.slots[Int(slot)].target = target
        return Watch(slot: slot, descriptor: descriptor)
    }

    /// Watches for something else, also after `mute`.
    package func change(_ watch: Watch, to interest: Interest) {
        _ = self.control(EPOLL_CTL_MOD, watch.descriptor, interest, watch.slot)
    }

    /// Hears of the descriptor once more at most, not even that it is over, until `change`. The kernel keeps it: to add it
    /// again later could fail.
    package func mute(_ watch: Watch) {
        _ = self.control(EPOLL_CTL_MOD, watch.descriptor, Interest(rawValue: EPOLLONESHOT.rawValue), watch.slot)
    }

    /// Watches a descriptor no longer; events that have already been taken from the kernel are not told.
    package func remove(_ watch: Watch) {
        _ = self.control(EPOLL_CTL_DEL, watch.descriptor, [], watch.slot)
        self.forget(watch)
    }

    /// The same for a descriptor that is closed next and of which there is no other: the kernel watches it no longer then.
    package func forget(_ watch: Watch) {
        self.slots[Int(watch.slot)].target = nil
        self.slots[Int(watch.slot)].generation &+= 1
        self.vacant.append(watch.slot)
    }

    /// Waits for events and tells them.
    ///
    /// - Parameter milliseconds: longest wait; -1 for any.
    /// - Returns: how many there were.
    @discardableResult
    func wait(milliseconds: CInt) -> Int {
        let count = epoll_wait(self.descriptor, self.events.baseAddress, CInt(Self.batch), milliseconds)
        guard count > 0 else { return 0 }
        for index in 0..<Int(count) {
            let token = self.events[index].data.u64
            let slot = Int(UInt32(truncatingIfNeeded: token))
            guard self.slots[slot].generation == UInt32(truncatingIfNeeded: token >> 32),
                let target = self.slots[slot].target
            else { continue }
            target.ready(Readiness(rawValue: self.events[index].events))
        }
        return Int(count)
    }

    private func makeSlot() -> UInt32 {
        self.slots.append(Slot())
        return UInt32(self.slots.count - 1)
    }

    private func control(_ operation: CInt, _ descriptor: CInt, _ interest: Interest, _ slot: UInt32) -> Bool {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = UInt64(self.slots[Int(slot)].generation) << 32 | UInt64(slot)
        return epoll_ctl(self.descriptor, operation, descriptor, &event) == 0
    }
}
