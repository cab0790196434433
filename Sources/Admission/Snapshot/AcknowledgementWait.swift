/// A place in the line of those who wait until every loop has acted on a generation.
///
/// The wait ends once, with the last acknowledgement, with the removal of the last loop that had not given one, or by
/// `end()`.
package struct AcknowledgementWait: Sendable {
    private let readership: Readership
    private let number: UInt64

    init(_ readership: Readership, number: UInt64) {
        self.readership = readership
        self.number = number
    }

    /// Returns when the wait has ended. Only one task may ask.
    package func ended() async {
        await withCheckedContinuation { continuation in self.readership.attach(continuation, to: self.number) }
    }

    /// Ends the wait, whatever the loops have done. More than once does no harm.
    package func end() { self.readership.endWaiting(self.number) }
}
