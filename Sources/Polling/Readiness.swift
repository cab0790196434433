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

/// What a descriptor is ready for.
package struct Readiness: Sendable {
    let rawValue: UInt32

    package var isReadable: Bool { self.rawValue & EPOLLIN.rawValue != 0 }
    package var isWritable: Bool { self.rawValue & EPOLLOUT.rawValue != 0 }
    /// Both sides are closed, or the connection has failed. Told whether or not anybody asked.
    package var isOver: Bool { self.rawValue & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
}
