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
