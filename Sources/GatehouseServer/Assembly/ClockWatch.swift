import Admission
import KeyManagement
import Logging
import ServiceLifecycle
import Timekeeping

/// Says in the log when the system's clock jumps, when it is held for the keys' sake, and when it is followed again.
struct ClockWatch: Service {
    private static let interval = Duration.seconds(1)

    let clock: ClockGuard
    let control: ControlPlane
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var (known, isHeld) = (Int64(0), false)
            while !Task.isCancelled {
                // Whoever asks for the time looks at the clock.
                _ = SystemClock.shared.now()
                let held = self.clock.look()
                self.tell(SystemClock.shared.lead, known)
                known = SystemClock.shared.lead
                if let held, !isHeld { await self.tell(held) }
                isHeld = held != nil
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func tell(_ lead: Int64, _ known: Int64) {
        if known == 0, lead != 0 {
            self.logger.error(
                "the system clock jumped and is not followed", metadata: ["seconds": "\(lead / 1000)"])
        } else if known != 0, lead == 0 {
            self.logger.notice("the system clock is followed again")
        }
    }

    private func tell(_ held: KeyEndings) async {
        self.logger.error(
            "following the system clock would end many keys at once: if it is right, gatehouse clock follow",
            metadata: ["keys": "\(held.ending)", "of": "\(held.live)"])
        do {
            try await self.control.perform(NoteClock(.hold, self.clock.status()), by: .system)
        } catch {
            self.logger.warning("not written down", metadata: ["error": "\(error)"])
        }
    }
}
