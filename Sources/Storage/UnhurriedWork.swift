import CSystemCalls

/// Work that nobody waits for and that takes milliseconds at a time: checks and copies of the store, what is sealed anew.
package enum UnhurriedWork {
    /// Nanoseconds; the usual turns are one or two milliseconds.
    private static let turn: UInt64 = 20_000_000

    /// Runs the body so that an event loop that wakes meanwhile does not wait for the rest of this thread's turn: on two cores
    /// its requests would notice.
    package static func run<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        system_set_turn(self.turn)
        defer { system_set_turn(0) }
        return try body()
    }
}
