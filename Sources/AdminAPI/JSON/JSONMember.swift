/// One name and its value in a JSON object.
struct JSONMember: Hashable, Sendable {
    let name: String
    let value: JSONValue
}
