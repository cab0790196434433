#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The clocks of the library, as inputs.
struct ClientClock: Sendable {
    /// Civil time.
    var now: @Sendable () -> Timestamp
    /// Nanoseconds since some moment; never set back.
    var monotonic: @Sendable () -> UInt64
    /// Waits; throws when the task is cancelled.
    var sleep: @Sendable (Duration) async throws -> Void

    /// The clocks of the system.
    static let system = ClientClock(
        now: { .init(secondsSince1970: Int64(Self.read(CLOCK_REALTIME).tv_sec)) },
        monotonic: {
            let reading = Self.read(CLOCK_MONOTONIC)
            return UInt64(reading.tv_sec) &* 1_000_000_000 &+ UInt64(reading.tv_nsec)
        },
        sleep: { try await Task.sleep(for: $0, clock: .continuous) })

    private static func read(_ clock: clockid_t) -> timespec {
        var reading = timespec()
        clock_gettime(clock, &reading)
        return reading
    }
}
