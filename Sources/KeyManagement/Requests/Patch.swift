/// A member of a JSON merge patch (RFC 7396): left out, removed, or given.
package enum Patch<Value: Sendable>: Sendable {
    case absent
    case null
    case value(Value)

    /// Applies the patch to a member that may be missing.
    func applied(to current: Value?) -> Value? {
        switch self {
        case .absent: current
        case .null: nil
        case .value(let value): value
        }
    }

    /// Applies the patch to a member that has a default.
    func applied(to current: Value, orDefault fallback: Value) -> Value {
        switch self {
        case .absent: current
        case .null: fallback
        case .value(let value): value
        }
    }

    /// Whether the member is mentioned.
    package var isPresent: Bool {
        if case .absent = self { false } else { true }
    }
}

extension Patch: Equatable where Value: Equatable {}
