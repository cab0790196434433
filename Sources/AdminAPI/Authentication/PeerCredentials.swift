import Glibc
import NIOCore

/// The process at the other end of a Unix socket, as the kernel tells it: `struct ucred` of unix(7).
struct PeerCredentials: Hashable, Sendable {
    let processID: Int32
    let userID: UInt32
    let groupID: UInt32

    /// Asks the kernel (SO_PEERCRED); `nil` for anything but a Unix socket.
    static func read(from channel: any Channel) async -> PeerCredentials? {
        guard case .unixDomainSocket = channel.localAddress, let socket = channel as? any SocketOptionProvider else {
            return nil
        }
        let credentials: EventLoopFuture<PeerCredentials> = socket.unsafeGetSocketOption(
            level: .socket, name: .init(rawValue: SO_PEERCRED))
        return try? await credentials.get()
    }
}
