import Auditing

extension JSONValue {
    /// An object of those members that there are.
    static func members(_ members: [String: Self?]) -> Self { .object(members.compactMapValues(\.self)) }

    /// The object with more members; anything else stays as it is.
    func adding(_ members: [String: Self?]) -> Self {
        guard case .object(let present) = self else { return self }
        return .object(present.merging(members.compactMapValues(\.self)) { _, new in new })
    }
}
