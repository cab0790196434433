/// Finds the data and the end of a body of any framing, in requests and in responses, without copying.
@usableFromInline
package struct BodyReader: Sendable {
    @inlinable
    package init(_ framing: BodyFraming, limits: BodyLimits = BodyLimits()) {}

    /// Looks at the start of `bytes`, which are the bytes not consumed yet. Call again until it needs more or ends.
    package mutating func next(_ bytes: Span<UInt8>) -> BodyStep { .needMore(consumed: 0) }

    /// The peer closed its side: the end of a body without length, otherwise a truncation.
    package mutating func inputClosed() -> BodyStep { .refused(.bodyTruncated) }
}
