/// Whether every event loop has acted on a change (cut exchanges in flight). New requests were refused from the moment
/// of the answer on, acknowledged or not.
package struct RevocationReceipt: Hashable, Sendable {
    /// The publication that carried the change.
    package let generation: UInt64
    /// Loops that have acted.
    package let acknowledged: Int
    /// Loops there are.
    package let loops: Int

    package init(generation: UInt64, acknowledged: Int, loops: Int) {
        self.generation = generation
        self.acknowledged = acknowledged
        self.loops = loops
    }

    /// After the deadline of one second some loop had still to act.
    package var isPending: Bool { self.acknowledged < self.loops }
}
