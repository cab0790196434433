/// One field line of a head: where its name and its value lie.
@usableFromInline
package struct Field: Equatable, Sendable {
    @usableFromInline package var name: ByteRange
    /// Without the white space around it; may be empty.
    @usableFromInline package var value: ByteRange
    @usableFromInline package var known: KnownField
    /// Whether a `Connection` field names it, so that it ends here (RFC 9110, 7.6.1).
    @usableFromInline package var isNominated: Bool

    @inlinable
    package init(name: ByteRange, value: ByteRange, known: KnownField, isNominated: Bool = false) {
        self.name = name
        self.value = value
        self.known = known
        self.isNominated = isNominated
    }
}
