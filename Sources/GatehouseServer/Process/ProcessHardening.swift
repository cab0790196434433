import CSystemCalls
import Glibc

/// What the process gives up before it holds a secret.
enum ProcessHardening {
    /// Signals of a crash. Swift's runtime catches them and prints registers and the memory they point at.
    private static let crashes = [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]

    /// No core file, no reading of its memory by others of the same user, and no crash report: each would hold secrets.
    /// Best effort: a system that refuses is no reason not to serve.
    static func apply() {
        for crash in Self.crashes { signal(crash, SIG_DFL) }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = system_make_undumpable()
    }
}
