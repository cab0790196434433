/// How full a loop's buffers are, and what has to be done about it: a judge of an amount and of time.
///
/// New requests are refused while more than three quarters of the budget are held. What is held then goes by itself only as
/// fast as its readers take it, so refusing alone could last for ever: soon the furthest behind have to go.
struct BufferPressure: Sendable {
    /// What has to be done.
    enum Relief: Equatable {
        case nothing
        /// Addresses that hold more than their share are brought down to it.
        case trimShares
        /// As much has to go as brings the amount down to `target`.
        case shed
    }

    /// How long requests are refused before somebody has to go, in nanoseconds.
    static let patience: UInt64 = 500_000_000

    /// What the three buffers of one exchange hold at most.
    private static let mostOfOne = 1_048_576

    /// Bytes that may be held.
    let budget: Int
    /// Nanoseconds that it has been too full; those that it was not are taken off.
    private(set) var crowded: UInt64 = 0

    init(budget: Int) { self.budget = budget }

    /// Above this new requests are refused.
    var refusing: Int { self.budget / 4 * 3 }
    /// Down to this is shed.
    var target: Int { self.budget / 8 * 5 }
    /// Above this shares count.
    var sharing: Int { self.budget / 2 }
    /// What one address may hold then: never less than what one connection can.
    var share: Int { max(self.budget / 8, Self.mostOfOne) }

    /// Looks again.
    ///
    /// - Parameters:
    ///   - held: bytes that are held.
    ///   - elapsed: nanoseconds since it was looked last.
    /// - Returns: what has to be done now.
    mutating func look(at held: Int, elapsed: UInt64) -> Relief {
        let time = min(elapsed, Self.patience)
        self.crowded = held > self.refusing ? self.crowded &+ time : self.crowded - min(time, self.crowded)
        guard held <= self.budget, self.crowded < Self.patience else {
            self.crowded = 0
            return .shed
        }
        return held > self.sharing ? .trimShares : .nothing
    }
}
