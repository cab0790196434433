/// Which field lines of a head are not forwarded: kinds, single lines, and whatever `Connection` names.
@usableFromInline
package struct FieldDrops: Sendable {
    @usableFromInline package var kinds: KnownFieldSet
    /// One bit for each index of the table.
    @usableFromInline var lines: UInt128

    @inlinable
    package init(kinds: KnownFieldSet) {
        self.kinds = kinds
        self.lines = 0
    }

    /// Drops one line, such as the one that carries the credential.
    @inlinable
    package mutating func insert(_ index: Int) { self.lines |= 1 << UInt128(index & 127) }

    @inlinable
    package func contains(_ field: Field, at index: Int) -> Bool {
        field.isNominated || self.kinds.contains(field.known) || self.lines & (1 << UInt128(index & 127)) != 0
    }
}
