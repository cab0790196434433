/// What a response head says, as offsets into the bytes it was parsed from.
@usableFromInline
package struct ResponseHead: Equatable, Sendable {
    /// 100 to 599.
    @usableFromInline package var status: UInt16 = 0
    /// The reason phrase; may be empty.
    @usableFromInline package var reason = ByteRange.empty
    /// 0 or 1 of HTTP/1.x.
    @usableFromInline package var minorVersion: UInt8 = 1
    @usableFromInline package var framing = BodyFraming.none
    /// Whether the connection may carry another request once this response has been read to its end.
    @usableFromInline package var keepAlive = true

    /// Whether `Connection` says `upgrade`.
    @usableFromInline package var isUpgrading = false

    /// Whether a final response follows (1xx).
    @inlinable
    package var isInterim: Bool { self.status < 200 }

    /// Whether the connection is another protocol's from here on.
    @inlinable
    package var isSwitching: Bool { self.status == 101 }

    @inlinable
    package init() {}
}
