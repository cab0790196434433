/// A set of known fields in one word.
@usableFromInline
package struct KnownFieldSet: OptionSet, Sendable {
    @usableFromInline package var rawValue: UInt64

    @inlinable
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    @inlinable
    package init(_ fields: KnownField...) {
        self.rawValue = fields.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    @inlinable
    package func contains(_ field: KnownField) -> Bool { self.rawValue & (1 << UInt64(field.rawValue)) != 0 }
}
