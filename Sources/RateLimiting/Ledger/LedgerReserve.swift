/// How much of a limit may be spent ahead of what is written down.
///
/// A process that is killed takes with it what it had not written yet. Whoever starts after it counts the whole reserve as
/// spent, for everybody: so nobody gets more than the limit, and nobody loses more than the reserve.
package enum LedgerReserve {
    /// A thirty-second part, at least 4: what is spent faster than it is written waits for the next writing.
    package static func of(_ limit: UInt32) -> UInt32 { min(limit, min(max(limit / 32, 4), 65_536)) }
}
