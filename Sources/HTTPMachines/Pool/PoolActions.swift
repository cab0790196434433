/// What to do for a request that wants a connection.
package enum BorrowAction: Equatable, Sendable {
    /// Send on this idle connection.
    case use(UInt32)
    /// Open a connection under this number; the request waits in the queue.
    case connect(UInt32)
    /// Close this idle connection, then open one under the same number; the request waits in the queue.
    case replace(UInt32)
    /// The request waits for a connection that is busy or being opened.
    case wait
    /// The queue is full, or the pool is closing.
    case refuse
}

/// What to do with a connection that has just opened or has finished an exchange.
package enum IdleAction: Equatable, Sendable {
    /// Give it to the request that has waited longest.
    case hand(UInt32, to: UInt32)
    /// It lies idle now.
    case park
    /// Close it; `lost` follows when it has closed.
    case close
    /// The event cannot happen in this state: close the connection and count the fault.
    case failConnection
}

/// What to do after a connection could not be opened.
package struct ConnectFailedAction: Equatable, Sendable {
    /// The request that pays for the attempt: it fails.
    package var failed: UInt32?
    /// Open a connection under this number for those who still wait.
    package var connect: UInt32?

    package init(failed: UInt32? = nil, connect: UInt32? = nil) {
        self.failed = failed
        self.connect = connect
    }
}

/// What to do after an open connection was lost.
package enum LostAction: Equatable, Sendable {
    /// Open a connection under this number for those who wait.
    case connect(UInt32)
    case doNothing
}

/// What time has brought about. Ask again until there is nothing to do.
package enum ExpireAction: Equatable, Sendable {
    /// Close this connection, which has been idle too long; the pool has forgotten it.
    case close(UInt32)
    /// This request has waited too long and is no longer in the queue.
    case fail(waiter: UInt32)
    case doNothing
}
