import Glibc

/// A system call that waits, begun again when a signal interrupts it.
///
/// One with a timeout is not begun again by the kernel (signal(7)), and io_uring interrupts whichever thread made a ring
/// when that is taken down: in a process with hundreds of tests this happens to calls of any of them.
package func uninterrupted(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        guard result < 0, errno == EINTR else { return result }
    }
}
