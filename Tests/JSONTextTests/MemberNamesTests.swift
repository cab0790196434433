import JSONText
import Testing

@Suite struct MemberNamesTests {
    private func fault(of names: [String], most: Int = .max) -> JSONFault? {
        var seen = MemberNames(most: most)
        for (index, name) in names.enumerated() {
            do throws(JSONFault) {
                try seen.insert(name, at: index)
            } catch {
                return error
            }
        }
        return nil
    }

    @Test func `a name may stand there once`() {
        #expect(self.fault(of: ["a", "b", ""]) == nil)
        #expect(self.fault(of: ["a", "b", "a"]) == JSONFault(.repeatedMember, at: 2))
    }

    @Test func `names that look the same are the same`() {
        #expect(self.fault(of: ["\u{e9}", "e\u{301}"]) == JSONFault(.repeatedMember, at: 1))
    }

    @Test func `the number of members is bounded`() {
        #expect(self.fault(of: ["a", "b"], most: 2) == nil)
        #expect(self.fault(of: ["a", "b", "c"], most: 2) == JSONFault(.tooManyMembers, at: 2))
    }
}
