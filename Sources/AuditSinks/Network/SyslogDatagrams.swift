package import AuditExport
import Glibc
import Keys
import Polling

/// Delivers syslog messages over UDP, a datagram each (RFC 5426). Nobody learns what was lost on the way, but that the
/// receiver's numbers have a gap.
package struct SyslogDatagrams: BlockingDelivery {
    private let destination: SyslogDestination
    private let renderer: AuditRenderer

    package init(_ destination: SyslogDestination, _ renderer: AuditRenderer) {
        self.destination = destination
        self.renderer = renderer
    }

    package func deliver(_ records: [AuditRecord], until deadline: Deadline) throws(SinkFailure) -> Int {
        guard let endpoint = self.destination.lookUp().first else { throw self.destination.unknown }
        let socket = try self.open(endpoint)
        for record in records {
            try self.send(
                self.renderer.syslogMessage(record, longest: self.destination.maximumMessageBytes), socket, deadline)
        }
        return records.count
    }

    private func open(_ endpoint: Endpoint) throws(SinkFailure) -> DatagramSocket {
        do {
            return try DatagramSocket(sendingTo: endpoint)
        } catch {
            throw self.destination.unreachable("\(error)")
        }
    }

    private func send(
        _ message: [UInt8], _ socket: borrowing DatagramSocket, _ deadline: Deadline
    ) throws(SinkFailure) {
        while true {
            switch message.withUnsafeBytes({ socket.send($0) }) {
            case .moved, .ended: return
            case .wouldBlock: try SocketWait.until(CInt(POLLOUT), on: socket.descriptor, deadline)
            case .failed(let code): throw self.destination.unreachable(code: code)
            }
        }
    }
}
