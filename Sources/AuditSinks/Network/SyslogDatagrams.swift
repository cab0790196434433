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

    private var place: String { "\(self.destination.address):\(self.destination.port)" }

    package func deliver(_ records: [AuditRecord], until deadline: Deadline) throws(SinkFailure) -> Int {
        guard let address = NameLookup.lookUp(self.destination.address).first else {
            throw .init(.unreachable, "\(self.place): there is no such name")
        }
        let socket = try self.open(.ip(address, port: UInt16(clamping: self.destination.port)))
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
            throw .init(.unreachable, "\(self.place): \(error)")
        }
    }

    private func send(
        _ message: [UInt8], _ socket: borrowing DatagramSocket, _ deadline: Deadline
    ) throws(SinkFailure) {
        while true {
            switch message.withUnsafeBytes({ socket.send($0) }) {
            case .moved, .ended: return
            case .wouldBlock: try SocketWait.until(CInt(POLLOUT), on: socket.descriptor, deadline)
            case .failed(let code): throw SocketWait.failure(code, self.place)
            }
        }
    }
}
