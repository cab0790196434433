package import AuditExport
import Glibc
import Polling

/// Delivers syslog messages over TCP, with octet counting (RFC 6587).
///
/// Syslog has no acknowledgement, and what the system took may never be read. So a delivery has a connection of its own:
/// everything is sent, the output is closed, and the receiver's end of the connection is awaited. A receiver that goes
/// away with something unread resets the connection instead (RFC 1122, section 4.2.2.13), and an end that comes before
/// ours was acknowledged proves nothing either.
package struct SyslogStream: BlockingDelivery {
    private let destination: SyslogDestination
    private let renderer: AuditRenderer

    package init(_ destination: SyslogDestination, _ renderer: AuditRenderer) {
        self.destination = destination
        self.renderer = renderer
    }

    package func deliver(_ records: [AuditRecord], until deadline: Deadline) throws(SinkFailure) -> Int {
        let (bytes, count) = DeliveryBounds.lines(records) {
            OctetCounting.frame(self.renderer.syslogMessage($0, longest: self.destination.maximumMessageBytes))
        }
        let socket = try self.connect(deadline)
        try self.send(bytes, socket, deadline)
        socket.closeOutput()
        try self.awaitEnd(socket, deadline)
        return count
    }

    private func connect(_ deadline: Deadline) throws(SinkFailure) -> StreamSocket {
        var failure = self.destination.unknown
        for endpoint in self.destination.lookUp() {
            do throws(SinkFailure) {
                return try self.connect(endpoint, deadline)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func connect(_ endpoint: Endpoint, _ deadline: Deadline) throws(SinkFailure) -> StreamSocket {
        let socket: StreamSocket
        do {
            socket = try StreamSocket(connectingTo: endpoint)
        } catch {
            throw self.destination.unreachable("\(error)")
        }
        try SocketWait.until(CInt(POLLOUT), on: socket.descriptor, deadline)
        let code = socket.connectionError()
        guard code == 0 else { throw self.destination.unreachable(code: code) }
        return socket
    }

    private func send(
        _ bytes: [UInt8], _ socket: borrowing StreamSocket, _ deadline: Deadline
    ) throws(SinkFailure) {
        var sent = 0
        while sent < bytes.count {
            let rest = bytes[sent...]
            switch rest.withUnsafeBytes({ socket.send($0) }) {
            case .moved(let count): sent += count
            case .wouldBlock: try SocketWait.until(CInt(POLLOUT), on: socket.descriptor, deadline)
            case .ended: throw self.interrupted
            case .failed(let code): throw self.destination.unreachable(code: code)
            }
        }
    }

    /// Waits until the receiver has read everything and ended the connection. What it says meanwhile is not read on.
    private func awaitEnd(_ socket: borrowing StreamSocket, _ deadline: Deadline) throws(SinkFailure) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            switch chunk.withUnsafeMutableBytes({ socket.receive(into: $0) }) {
            case .moved: continue
            case .wouldBlock: try SocketWait.until(CInt(POLLIN), on: socket.descriptor, deadline)
            case .failed(let code): throw self.destination.unreachable(code: code)
            case .ended:
                guard socket.connectionError() == 0, Self.isOver(socket.descriptor) else { throw self.interrupted }
                return
            }
        }
    }

    private var interrupted: SinkFailure {
        .init(.interrupted, "\(self.destination.place) ended the connection before it had read everything")
    }

    /// Whether both directions have ended in order, ours first: `tcpi_state`, the first byte of `tcp_info` (tcp(7)), is
    /// TCP_CLOSE or TCP_TIME_WAIT only then, and TCP_LAST_ACK or TCP_CLOSING when the other side ended first.
    private static func isOver(_ descriptor: CInt) -> Bool {
        var state: UInt8 = 0
        var length = socklen_t(1)
        guard getsockopt(descriptor, CInt(IPPROTO_TCP), TCP_INFO, &state, &length) == 0 else { return false }
        return state == 6 || state == 7
    }
}
