/// What a route does to the world. By default the method says so; `admin` only where the route does.
package enum OperationClass: String, Sendable, CaseIterable, Hashable {
    case read, write, admin
}

/// The outer limit of a key, whatever was granted (docs/ARCHITECTURE.md, Model).
@usableFromInline
package enum Boundary: String, Sendable, CaseIterable, Hashable {
    /// GET, HEAD and OPTIONS on read routes.
    case readOnly = "read_only"
    /// These and POST, no admin routes.
    case standard
    /// Everything.
    case admin

    /// Whether a request of this method may pass on a route of this class.
    package func permits(_ method: RequestMethod, on operation: OperationClass) -> Bool {
        switch self {
        case .readOnly: method.isSafe && operation == .read
        case .standard: (method.isSafe || method == .post) && operation != .admin
        case .admin: true
        }
    }
}

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

    /// Whether repeating the request has the effect of sending it once (RFC 9110, section 9.2.2).
    package var isIdempotent: Bool { self.isSafe || self == .put || self == .delete }

    /// The class of a route that does not state one.
    package var defaultClass: OperationClass { self.isSafe ? .read : .write }

    private static let named: [(name: StaticString, method: RequestMethod)] = [
        ("GET", .get), ("HEAD", .head), ("OPTIONS", .options), ("POST", .post), ("PUT", .put), ("PATCH", .patch),
        ("DELETE", .delete),
    ]
}

/// A set of request methods in one byte.
@usableFromInline
package struct MethodSet: OptionSet, Sendable, Hashable {
    @usableFromInline package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package init(_ method: RequestMethod) { self.init(rawValue: 1 << method.rawValue) }

    package init(_ methods: some Sequence<RequestMethod>) {
        self = methods.reduce(into: []) { $0.formUnion(.init($1)) }
    }

    package func contains(_ method: RequestMethod) -> Bool { self.rawValue & (1 << method.rawValue) != 0 }

    /// The methods in the set, in order of declaration.
    package var methods: [RequestMethod] { RequestMethod.allCases.filter(self.contains) }
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
