/// One field line of a head: where its name and its value lie.
@usableFromInline
package struct Field: Equatable, Sendable {
    @usableFromInline package var name: ByteRange
    /// Without the white space around it; may be empty.
    @usableFromInline package var value: ByteRange
    @usableFromInline package var known: KnownField
    /// Whether a `Connection` field names it, so that it ends here (RFC 9110, 7.6.1).
    @usableFromInline package var isNominated: Bool
    /// Whether other white space stands around the value than a space before it. Servers are known that do not strip it, so
    /// such a line is forwarded without.
    @usableFromInline package var hasOddSpace: Bool

    @inlinable
    package init(
        name: ByteRange, value: ByteRange, known: KnownField, isNominated: Bool = false, hasOddSpace: Bool = false
    ) {
        self.name = name
        self.value = value
        self.known = known
        self.isNominated = isNominated
        self.hasOddSpace = hasOddSpace
    }

    /// The field of a whole line of `bytes`, its line end included.
    @inline(__always)
    init(name: ByteRange, value: ByteRange, known: KnownField, in bytes: Span<UInt8>) {
        let gap = value.lowerBound &- name.upperBound
        let isSpacedAsUsual = gap == 1 || gap == 2 && bytes[name.upperBound &+ 1] == 0x20
        self.init(
            name: name, value: value, known: known,
            hasOddSpace: !isSpacedAsUsual || bytes[value.upperBound] != 0x0d)
    }
}
