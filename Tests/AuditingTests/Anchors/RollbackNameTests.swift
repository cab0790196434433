import Keys
import TestKit
import Testing

@testable import Auditing

@Suite struct RollbackNameTests {
    private func contradiction(
        _ anchor: String = "file", _ size: UInt64 = 9, _ root: Digest256? = .zero, head: UInt64 = 7
    ) -> AnchorContradiction {
        .init(
            known: .init(anchor: anchor, size: size, root: root),
            head: .init(origin: "log", size: head, root: .init(words: (1, 2, 3, head))), isOlder: true)
    }

    @Test func `a name is read as it is printed`() throws {
        let name = try #require(RollbackName([self.contradiction()], challenge: "x"))
        #expect(name.description.hasPrefix("7:"))
        #expect(RollbackName(name.description) == name)
        #expect(RollbackName([], challenge: "x") == nil)
    }

    @Test func `everything that differs has another name`() {
        let one = self.contradiction()
        let names =
            [
                [one], [self.contradiction("witness a")], [self.contradiction("file", 10)],
                [self.contradiction("file", 9, nil)], [self.contradiction(head: 8)], [one, one],
            ].map { RollbackName($0, challenge: "x") } + [RollbackName([one], challenge: "y")]
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        "", ":", "7", "7:", "7:abc", "x:00d1f3a9c2b45e6700d1f3a9", "7:00D1f3a9c2b45e6700d1f3a9",
        "07:00d1f3a9c2b45e6700d1f3a9", "7:00d1f3a9c2b45e6700d1f3a9:", "7:00d1f3a9c2b45e6700d1f3ag",
    ]) func `what is none is not read`(text: String) {
        #expect(RollbackName(text) == nil)
    }

    @Test func `the sentence says which is older and by how much`() {
        let older = self.contradiction().sentence
        #expect(
            older
                == "the data is older than the anchor 'file': the data folder holds 7 audit entries, the anchor knows 9"
        )
        let other = AnchorContradiction(
            known: .init(anchor: "witness a", size: 5, root: nil), head: self.contradiction().head, isOlder: false)
        #expect(other.sentence.contains("is not the one the anchor 'witness a' knows"))
        #expect(other.sentence.contains("the first 5"))
    }
}
