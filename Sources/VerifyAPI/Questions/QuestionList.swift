import Admission
import JSONText

/// What a body asks to verify, read completely before anything is decided: one for each loop, its storage reused.
struct QuestionList: ~Copyable {
    /// Decoded strings, one behind the other.
    var text: [UInt8] = []
    var costs: [NamedCost] = []
    var questions: [VerifyQuestion] = []
    /// In Unkey's contract, the keyspaces that the key may be of, by what clients call them; empty for any.
    var keyspaces: [Range<Int>] = []
    /// The same, as the version before has it: one at most.
    var apiID: Range<Int>?
    /// Whether the status of the answer is to be that of the refusal.
    var isMapped = false
    /// Where in the body reading stands: what an error is about.
    var location = BodyLocation()
    var reader = JSONReader()

    init() {
        self.text.reserveCapacity(1_024)
        self.costs.reserveCapacity(NamedCost.most)
        self.questions.reserveCapacity(4)
    }

    /// Forgets the body before. Storage that one large body needed is given back.
    mutating func removeAll() {
        if self.text.capacity > 65_536 {
            self = QuestionList()
            return
        }
        self.text.removeAll(keepingCapacity: true)
        self.costs.removeAll(keepingCapacity: true)
        self.questions.removeAll(keepingCapacity: true)
        self.keyspaces.removeAll(keepingCapacity: true)
        self.apiID = nil
        self.isMapped = false
        self.location = BodyLocation()
        self.reader = JSONReader()
    }

    /// Reads a string of so many bytes of UTF-8 and keeps it.
    mutating func keptString(
        _ bytes: Span<UInt8>, length: ClosedRange<Int>
    ) throws(JSONFault) -> Range<Int> {
        let string = try self.reader.string(bytes)
        let start = self.text.count
        string.append(from: bytes, to: &self.text)
        let range = start..<self.text.count
        guard range.count >= length.lowerBound else { throw .init(.tooShort, at: string.start) }
        guard range.count <= length.upperBound else { throw .init(.tooLong, at: string.start) }
        return range
    }

    /// Reads a cost: what is more than any limit can hold is as good as the most that can be charged.
    mutating func cost(_ bytes: Span<UInt8>, atMost most: Int64 = 1_000_000_000_000) throws(JSONFault) -> UInt32 {
        UInt32(clamping: try self.reader.integer(bytes, in: 0...most))
    }

    /// Adds the cost of a limit to the question that is being read. A limit may be named once.
    mutating func append(_ cost: NamedCost, to question: inout VerifyQuestion, at offset: Int) throws(JSONFault) {
        guard question.costs.count < NamedCost.most else { throw .init(.tooMany, at: offset) }
        for index in question.costs where self.hasSameName(self.costs[index], cost) {
            throw .init(.repeatedName, at: offset)
        }
        self.costs.append(cost)
        question.costs = question.costs.lowerBound..<self.costs.count
    }

    private func hasSameName(_ one: NamedCost, _ other: NamedCost) -> Bool {
        guard one.length == other.length else { return false }
        for offset in 0..<Int(one.length)
        where self.text[Int(one.start) + offset] != self.text[Int(other.start) + offset] { return false }
        return true
    }
}
