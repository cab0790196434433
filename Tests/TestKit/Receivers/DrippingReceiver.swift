import Glibc

/// The other end of a question that is never answered to the end: a head at once, then a byte now and then, so that no
/// timeout between two bytes is ever met.
package enum DrippingReceiver {
    /// Serves the connection until whoever asked has had enough.
    package static func serve(_ connection: CInt, status: Int = 200) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        guard uninterrupted({ recv(connection, &chunk, chunk.count, 0) }) > 0 else { return }
        let head = Array("HTTP/1.1 \(status) Told\r\nContent-Length: 15000\r\n\r\n".utf8)
        guard send(connection, head, head.count, CInt(MSG_NOSIGNAL)) == head.count else { return }
        while send(connection, [0x41] as [UInt8], 1, CInt(MSG_NOSIGNAL)) == 1 { poll(nil, 0, 50) }
    }
}
