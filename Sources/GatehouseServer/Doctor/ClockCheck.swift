import AdminAPI
import CSystemCalls

/// Expiry means nothing on a clock that nobody sets.
enum ClockCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        guard system_clock_is_synchronised() == 0 else { return [] }
        return [
            .init(
                kind: "clock_unsynchronised", severity: .warning, title: "The system clock is not synchronised.",
                cure: "Run a time service, such as chrony or systemd-timesyncd.")
        ]
    }
}
