import Glibc

/// Who may use the Unix socket: the server's own user and root. The folder's mode keeps others out already; this holds
/// when somebody has changed it.
package struct PeerRule: Hashable, Sendable {
    let serverUserID: UInt32

    /// - Parameter serverUserID: The user the server runs as.
    package init(serverUserID: UInt32 = geteuid()) { self.serverUserID = serverUserID }

    func admits(_ userID: UInt32) -> Bool { userID == 0 || userID == self.serverUserID }
}
