import AdminAPI
import Admission
import CSystemCalls
import KeyManagement
import Timekeeping

/// Expiry means nothing on a clock that nobody sets, or that jumps.
enum ClockCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        system_clock_is_synchronised() == 0 ? [self.unsynchronised] : []
    }

    /// Jumps of the clock that time has not followed.
    static func jumps(_ clock: ClockGuard) -> [AdminFinding] {
        self.jump(of: SystemClock.shared.lead) + self.hold(clock.look())
    }

    /// `lead` in milliseconds: how far the system's clock is ahead of the time that is gone by.
    static func jump(of lead: Int64) -> [AdminFinding] {
        guard lead != 0 else { return [] }
        let seconds = lead.magnitude / 1000
        return [
            .init(
                kind: "clock_jumped", severity: .critical,
                title:
                    "The system clock jumped \(lead > 0 ? "forward" : "back") by \(seconds) seconds and is not followed.",
                cure: lead > 0
                    ? "Set the clock right; if it is right: gatehouse clock follow"
                    : "Set the clock right. What has expired does not come back.")
        ]
    }

    /// Keys that are kept from ending at once.
    static func hold(_ held: KeyEndings?) -> [AdminFinding] {
        guard let held else { return [] }
        return [
            .init(
                kind: "mass_expiry_held", severity: .critical,
                title: "By the system clock \(held) would end at once; they still admit.",
                cure: "Set the clock right; if it is right: gatehouse clock follow")
        ]
    }

    private static let unsynchronised = AdminFinding(
        kind: "clock_unsynchronised", severity: .warning, title: "The system clock is not synchronised.",
        cure: "Run a time service, such as chrony or systemd-timesyncd.")
}
