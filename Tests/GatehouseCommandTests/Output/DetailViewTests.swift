import Keys
import Testing

@testable import gatehouse

@Suite struct DetailViewTests {
    private let document = JSONValue.members([
        "name": "ci", "id": "key_1", "state": "active", "created_at": "2026-11-30T23:57:00Z",
        "owner": .members(["id": "idn_1", "type": "person"]), "tags": .strings(["a", "b"]),
        "versions": .array([.members(["number": 1, "state": "current"])]),
    ])

    @Test func `named members come first, the rest by name, nested ones with their path`() {
        let view = DetailView(document: self.document, order: ["id", "absent", "name"])
        #expect(
            view.tabSeparated == [
                "id\tkey_1", "name\tci", "created_at\t2026-11-30T23:57:00Z", "owner.id\tidn_1", "owner.type\tperson",
                "state\tactive", "tags\ta, b", "versions.1.number\t1", "versions.1.state\tcurrent",
            ])
    }

    @Test func `people see times both ways and states in colour`() {
        let view = DetailView(document: self.document, order: ["id"])
        let lines = view.lines(isColoured: true, now: .init(milliseconds: 1_796_083_200_000))
        #expect(lines.contains { $0.hasSuffix("2026-11-30T23:57:00Z (3 min ago)") })
        #expect(lines.contains { $0.contains("\u{1B}[32mactive") })
    }

    @Test func `a name from outside cannot reach the terminal`() {
        let view = DetailView(document: .members(["na\u{1B}me": "x\u{1B}[0m"]), order: [])
        let lines = view.lines(isColoured: false, now: .init(milliseconds: 0))
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
    }

    @Test func `depth is bounded`() {
        let deep = (0..<100).reduce(JSONValue.string("x")) { value, _ in .members(["a": value]) }
        #expect(DetailView(document: deep, order: []).tabSeparated.count == 1)
    }
}
