import Testing

@testable import gatehouse

@Suite struct FieldSelectionTests {
    private let key = JSONValue.members([
        "id": "key_1", "name": "ci", "owner": .members(["id": "idn_1", "type": "person"]),
    ])

    @Test func `members are chosen by name and by path`() throws {
        let selection = try FieldSelection(parsing: "id,owner.id,absent")
        #expect(selection.applied(to: self.key).encoded == #"{"id":"key_1","owner":{"id":"idn_1"}}"#)
    }

    @Test func `two paths into one member are kept together`() throws {
        let selection = try FieldSelection(parsing: "owner.id,owner.type")
        #expect(selection.applied(to: self.key).encoded == #"{"owner":{"id":"idn_1","type":"person"}}"#)
    }

    @Test func `in a list they are chosen in each item`() throws {
        let list = JSONValue.members(["data": .array([self.key, self.key]), "next_cursor": .null])
        let selected = try FieldSelection(parsing: "name").applied(to: list)
        #expect(selected.encoded == #"{"data":[{"name":"ci"},{"name":"ci"}],"next_cursor":null}"#)
    }

    @Test func `a name that neither the document nor a column has is refused, with those there are`() throws {
        let refusal = try FieldSelection(parsing: "id,owner.id,nmae").refusal(for: self.key, besides: ["tags"])
        #expect(refusal?.status == .usage)
        #expect(
            refusal?.problem.lines == ["error: There is no field “nmae”.", "fix: --fields takes id, name, owner, tags"])
        #expect(try FieldSelection(parsing: "id,tags").refusal(for: self.key, besides: ["tags"]) == nil)
        let empty = JSONValue.members(["data": .array([]), "next_cursor": .null])
        #expect(try FieldSelection(parsing: "nmae").refusal(for: empty, besides: []) == nil)
    }

    @Test(arguments: ["", ",", "id,", "Name", "a b", "a\u{1B}"])
    func `anything but names is refused`(text: String) {
        #expect(throws: CommandFailure.self) { try FieldSelection(parsing: text) }
    }

    @Test func `too many fields are refused`() {
        let text = (0...FieldSelection.most).map { "f\($0)" }.joined(separator: ",")
        #expect(throws: CommandFailure.self) { try FieldSelection(parsing: text) }
    }
}
