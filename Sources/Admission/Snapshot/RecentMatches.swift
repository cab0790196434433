/// The last few answers to a question that is asked for each of a million keys, most of which are alike: compared one by
/// one, which costs less than hashing what they are found by.
struct RecentMatches<Question: Equatable & Sendable, Answer: Sendable>: Sendable {
    /// Most that are remembered.
    private static var most: Int { 8 }

    private var entries: [(question: Question, answer: Answer)] = []
    /// The one that is forgotten next.
    private var next = 0

    subscript(question: Question) -> Answer? { self.entries.first { $0.question == question }?.answer }

    mutating func forget() {
        self.entries.removeAll(keepingCapacity: true)
        self.next = 0
    }

    mutating func note(_ question: Question, _ answer: Answer) {
        guard self.entries.count >= Self.most else { return self.entries.append((question, answer)) }
        self.entries[self.next] = (question, answer)
        self.next = (self.next + 1) % Self.most
    }
}
