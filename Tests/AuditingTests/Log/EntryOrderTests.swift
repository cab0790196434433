import Auditing
import Testing

@Suite struct EntryOrderTests {
    @Test func `entries follow one another from the first asked for`() throws {
        var order = EntryOrder(from: 7)
        for sequence in 7..<20 as Range<UInt64> { try order.follow(sequence) }
    }

    @Test(arguments: [[1], [0, 2], [0, 0], [0, 1, 3], [0, 1, 0], [.max]] as [[UInt64]])
    func `what is missing, repeated or swapped is found`(sequences: [UInt64]) {
        #expect(throws: AuditingError.self) {
            var order = EntryOrder(from: 0)
            for sequence in sequences { try order.follow(sequence) }
        }
    }
}
