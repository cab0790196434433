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

    /// A descriptor that is watched, to be given back by `remove` before the descriptor is closed.
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
            self.vacant.append(slot)
            throw SystemError.last("epoll_ctl")
        }
        self.slots[Int(slot)].target = target
        return Watch(slot: slot, descriptor: descriptor)
    }

    /// Watches for something else.
    package func change(_ watch: Watch, to interest: Interest) {
        _ = self.control(EPOLL_CTL_MOD, watch.descriptor, interest, watch.slot)
    }

    /// Hears nothing of the descriptor, not even that it is over, until `unmute`.
    package func mute(_ watch: Watch) { _ = self.control(EPOLL_CTL_DEL, watch.descriptor, [], watch.slot) }

    package func unmute(_ watch: Watch, for interest: Interest) {
        _ = self.control(EPOLL_CTL_ADD, watch.descriptor, interest, watch.slot)
    }

    /// Watches a descriptor no longer; events that have already been taken from the kernel are not told.
    package func remove(_ watch: Watch) {
        _ = self.control(EPOLL_CTL_DEL, watch.descriptor, [], watch.slot)
        self.slots[Int(watch.slot)].target = nil
        self.slots[Int(watch.slot)].generation &+= 1
        self.vacant.append(watch.slot)
    }

    /// Waits for events and tells them.
    ///
    /// - Parameter milliseconds: longest wait; -1 for any.
    func wait(milliseconds: CInt) {
        let count = epoll_wait(self.descriptor, self.events.baseAddress, CInt(Self.batch), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let token = self.events[index].data.u64
            let slot = Int(UInt32(truncatingIfNeeded: token))
            guard self.slots[slot].generation == UInt32(truncatingIfNeeded: token >> 32),
                let target = self.slots[slot].target
            else { continue }
            target.ready(Readiness(rawValue: self.events[index].events))
        }
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
