import CSystemCalls
import Glibc

/// What the process gives up before it holds a secret (docs/threat-model.md, promise P10).
enum ProcessHardening {
    /// No core file, and no reading of its memory by others of the same user. Best effort: a system that refuses is no
    /// reason not to serve.
    static func apply() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = system_make_undumpable()
    }
}
