/// What a body reader found at the start of the bytes it was shown.
@usableFromInline
package enum BodyStep: Equatable, Sendable {
    /// Throw `consumed` bytes away, then show what is left together with what arrives next.
    case needMore(consumed: Int)
    /// Body bytes to forward. Consume everything up to the end of the range, then ask again.
    case data(ByteRange)
    /// The body is over; what follows `consumed` bytes belongs to the next message. `trailers` holds whole field lines
    /// with their line ends (validated, to be forwarded as they are) and is empty when there are none.
    case end(consumed: Int, trailers: ByteRange)
    /// The bytes break a rule; nothing more can be read from this connection.
    case refused(HTTPViolation)
}
