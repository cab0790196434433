import CSystemCalls

/// What a descriptor is watched for.
package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// There are bytes, a connection to accept, or the end of the input.
    package static let readable = Self(rawValue: EPOLLIN.rawValue)
    /// There is room for bytes, or a connection has opened or failed to.
    package static let writable = Self(rawValue: EPOLLOUT.rawValue)
}
