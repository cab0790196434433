import AdminAPI
import Glibc

/// Expiry means nothing on a clock that nobody sets.
enum ClockCheck {
    static func findings(_ installation: Installation) -> [AdminFinding] {
        var state = timex()
        // 5 is TIME_ERROR: the kernel says that the clock is not synchronised (adjtimex(2)). -1: we may not ask.
        guard adjtimex(&state) == 5 else { return [] }
        return [
            .init(
                kind: "clock_unsynchronised", severity: .warning, title: "The system clock is not synchronised.",
                cure: "Run a time service, such as chrony or systemd-timesyncd.")
        ]
    }
}
