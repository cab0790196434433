/// How large a body and what surrounds its chunks may be.
@usableFromInline
package struct BodyLimits: Equatable, Sendable {
    /// Bytes of the body without its framing.
    @usableFromInline package var maximumBodyBytes: UInt64
    /// Bytes of the trailer section, its empty line included.
    @usableFromInline package var maximumTrailerBytes: Int
    /// Bytes of one chunk extension.
    @usableFromInline package var maximumExtensionBytes: Int
    /// Bytes of all chunk extensions of one body.
    @usableFromInline package var maximumExtensionBytesTotal: Int

    @inlinable
    package init(
        maximumBodyBytes: UInt64 = .max, maximumTrailerBytes: Int = 4_096, maximumExtensionBytes: Int = 128,
        maximumExtensionBytesTotal: Int = 8_192
    ) {
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumTrailerBytes = min(max(maximumTrailerBytes, 2), 65_535)
        self.maximumExtensionBytes = max(maximumExtensionBytes, 0)
        self.maximumExtensionBytesTotal = max(maximumExtensionBytesTotal, 0)
    }
}
