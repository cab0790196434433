/// Checks that entries read back follow one another without a gap.
package struct EntryOrder: Hashable, Sendable {
    private var nextSequence: UInt64

    /// The first entry to be read has that number.
    package init(from sequence: UInt64) {
        self.nextSequence = sequence
    }

    /// Checks that an entry is the next one.
    package mutating func follow(_ sequence: UInt64) throws(AuditingError) {
        guard sequence == self.nextSequence else {
            throw .init(.sequenceBroken, "audit entry \(self.nextSequence) is missing: \(sequence) stands there")
        }
        self.nextSequence &+= 1
    }
}
