import AuditExport
import Glibc
import Polling

extension SyslogDestination {
    /// What it is called in failures.
    var place: String { "\(self.address):\(self.port)" }

    /// Where its name leads now, in the order to try; a receiver may move between deliveries.
    func lookUp() -> [Endpoint] {
        NameLookup.lookUp(self.address).map { .ip($0, port: UInt16(clamping: self.port)) }
    }

    /// The name leads nowhere.
    var unknown: SinkFailure { self.unreachable("there is no such name") }

    func unreachable(_ reason: String) -> SinkFailure { .init(.unreachable, "\(self.place): \(reason)") }

    /// What a system call on a socket to it reported.
    func unreachable(code: CInt) -> SinkFailure { self.unreachable(String(cString: strerror(code))) }
}
