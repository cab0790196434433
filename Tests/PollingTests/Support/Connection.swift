import Glibc

@testable import Polling

/// A connection with one end of ours and one of the test.
final class Connection {
    let near: StreamSocket
    private(set) var far: RawEnd?

    /// Over a pair of Unix sockets.
    init() {
        var ends: [CInt] = [-1, -1]
        socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0, &ends)
        self.near = StreamSocket(adopting: ends[0])
        self.far = RawEnd(adopting: ends[1])
    }

    /// Sends until there is room for nothing more.
    func fill() -> Int {
        let bytes = [UInt8](repeating: 0x2e, count: 65_536)
        var total = 0
        while case .moved(let count) = bytes.withUnsafeBytes({ self.near.send($0) }) { total += count }
        return total
    }

    /// The test's end goes.
    func loseFarEnd() { self.far = nil }
}
