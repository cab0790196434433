/// The request methods rules can name. Anything else is `other`: routable, but never named by a rule.
@usableFromInline
package enum RequestMethod: UInt8, Sendable, CaseIterable, Hashable {
    case get, head, options, post, put, patch, delete, other

    /// Reads the method token of a request, which is case-sensitive (RFC 9110, section 9.1).
    package init(_ token: Span<UInt8>) {
        self = Self.named.first { token.matches($0.name) }?.method ?? .other
    }

    /// Reads a method name; `nil` unless a rule can name it.
    package init?(name: String) {
        guard let entry = Self.named.first(where: { $0.name.description == name }) else { return nil }
        self = entry.method
    }

    package var name: String { Self.named.first { $0.method == self }?.name.description ?? "_OTHER" }

    /// GET, HEAD and OPTIONS: they ask and do not act (RFC 9110, section 9.2.1; TRACE is never routed).
    package var isSafe: Bool { self == .get || self == .head || self == .options }

    /// The class of a route that does not state one.
    package var defaultClass: OperationClass { self.isSafe ? .read : .write }

    private static let named: [(name: StaticString, method: RequestMethod)] = [
        ("GET", .get), ("HEAD", .head), ("OPTIONS", .options), ("POST", .post), ("PUT", .put), ("PATCH", .patch),
        ("DELETE", .delete),
    ]
}

extension Span<UInt8> {
    /// Whether the bytes are exactly those of the constant.
    func matches(_ constant: StaticString) -> Bool {
        guard self.count == constant.utf8CodeUnitCount else { return false }
        return constant.withUTF8Buffer { bytes in
            for index in self.indices where self[index] != bytes[index] { return false }
            return true
        }
    }
}
