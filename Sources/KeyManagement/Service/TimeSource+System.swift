import Glibc
import Keys

extension TimeSource {
    /// The system's clocks.
    package static let system = Self(
        wallTime: {
            let now = reading(of: CLOCK_REALTIME)
            return .init(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
        },
        monotonic: {
            let now = reading(of: CLOCK_MONOTONIC)
            return UInt64(clamping: now.tv_sec) * 1_000_000_000 + UInt64(clamping: now.tv_nsec)
        },
        // A cancelled wait ends early, which is all its callers need to know.
        sleep: { try? await Task.sleep(for: .milliseconds($0)) })

    private static func reading(of clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}
