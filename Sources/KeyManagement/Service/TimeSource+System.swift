import Timekeeping

extension TimeSource {
    /// The clocks of this process.
    package static let system = Self(
        wallTime: { SystemClock.shared.now() },
        evenTime: { SystemClock.shared.evenTime() },
        monotonic: { SystemClock.shared.monotonic() },
        // A cancelled wait ends early, which is all its callers need to know.
        sleep: { try? await Task.sleep(for: .milliseconds($0)) })
}
