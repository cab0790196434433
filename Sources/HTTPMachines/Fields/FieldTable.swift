/// The field lines of one head, in order. Its storage is allocated at first use and then reused for every head of a
/// connection; `releaseStorage` gives it back while the connection idles.
@usableFromInline
package struct FieldTable: ~Copyable, Sendable {
    @usableFromInline var storage: [Field]
    @usableFromInline package private(set) var count: Int
    /// Offset behind the last field line, where the empty line begins.
    @usableFromInline package var linesEnd: Int

    @inlinable
    package init() {
        self.storage = []
        self.count = 0
        self.linesEnd = 0
    }

    /// The field at an index below `count`.
    @inlinable
    package subscript(index: Int) -> Field { self.storage[index] }
}
