import CSystemCalls
import Glibc

/// Wakes a poller from another thread, eventfd(2).
final class Wakeup: PollTarget, Sendable {
    let descriptor: CInt

    init() throws(SystemError) {
        self.descriptor = eventfd(0, CInt(O_CLOEXEC | O_NONBLOCK))
        guard self.descriptor >= 0 else { throw SystemError.last("eventfd") }
    }

    deinit { close(self.descriptor) }

    func signal() {
        var one: UInt64 = 1
        _ = write(self.descriptor, &one, 8)
    }

    func ready(_ readiness: Readiness) {
        var count: UInt64 = 0
        _ = read(self.descriptor, &count, 8)
    }
}
