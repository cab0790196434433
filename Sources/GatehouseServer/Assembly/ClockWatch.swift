import Logging
import ServiceLifecycle
import Timekeeping

/// Says in the log when the system's clock jumps, and when it is followed again.
struct ClockWatch: Service {
    private static let interval = Duration.seconds(1)

    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var known: Int64 = 0
            while !Task.isCancelled {
                // Whoever asks for the time looks at the clock.
                _ = SystemClock.shared.now()
                self.tell(SystemClock.shared.lead, known)
                known = SystemClock.shared.lead
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
}
