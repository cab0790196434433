/// How large a head may be. Each limit has an answer of its own (`HTTPViolation`).
@usableFromInline
package struct HeadLimits: Equatable, Sendable {
    /// Bytes of the whole head, both its empty lines included; at most 65,535.
    @usableFromInline package var maximumHeadBytes: Int
    /// Bytes of the request target.
    @usableFromInline package var maximumTargetBytes: Int
    /// Number of field lines; at most 128.
    @usableFromInline package var maximumFields: Int

    @inlinable
    package init(maximumHeadBytes: Int = 16_384, maximumTargetBytes: Int = 8_192, maximumFields: Int = 100) {
        self.maximumHeadBytes = min(max(maximumHeadBytes, 64), 65_535)
        self.maximumTargetBytes = min(max(maximumTargetBytes, 1), 65_535)
        self.maximumFields = min(max(maximumFields, 1), 128)
    }
}
