import CSystemCalls

/// What a descriptor is ready for.
package struct Readiness: Sendable {
    let rawValue: UInt32

    package var isReadable: Bool { self.rawValue & EPOLLIN.rawValue != 0 }
    package var isWritable: Bool { self.rawValue & EPOLLOUT.rawValue != 0 }
    /// Both sides are closed, or the connection has failed. Told whether or not anybody asked.
    package var isOver: Bool { self.rawValue & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
}
