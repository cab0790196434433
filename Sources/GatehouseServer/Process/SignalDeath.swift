import Glibc

/// An end by a signal, for what had to be put in order before: a shell sees what it would have seen without.
package enum SignalDeath {
    /// Ends the process as the signal does by itself. A thread of a pool holds signals back, and a parent may have them
    /// ignored.
    package static func die(of number: Int32) -> Never {
        signal(number, SIG_DFL)
        var own = sigset_t()
        sigemptyset(&own)
        sigaddset(&own, number)
        pthread_sigmask(SIG_UNBLOCK, &own, nil)
        raise(number)
        _exit(128 + number)
    }
}
