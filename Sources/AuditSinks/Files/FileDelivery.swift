package import AuditExport
import DurableFiles
import Glibc
package import Logging
import Synchronization

/// Appends records to a file, a line each, and renames the file when it is full. The file is opened anew for each
/// delivery, so that one that was moved or taken away is missed at the next record.
package final class FileDelivery: BlockingDelivery {
    private let destination: FileDestination
    private let renderer: AuditRenderer
    private let logger: Logger
    /// The file written to last.
    private let last = Mutex<SinkFile.FileIdentity?>(nil)

    package init(_ destination: FileDestination, _ renderer: AuditRenderer, logger: Logger) {
        self.destination = destination
        self.renderer = renderer
        self.logger = logger
    }

    package func deliver(_ records: [AuditRecord], until deadline: Deadline) throws(SinkFailure) -> Int {
        let (bytes, count) = DeliveryBounds.lines(records) { self.renderer.line($0) + [0x0a] }
        var file = try SinkFile.open(self.destination.path)
        self.notice(file.identity)
        if file.size > 0, file.size + bytes.count > self.destination.maximumBytes {
            try self.rotate()
            file = try SinkFile.open(self.destination.path)
        }
        try file.append(bytes)
        // A new name is durable only when its folder is; a folder that cannot be synced takes records all the same.
        if self.last.withLock({ $0 != file.identity }) { try? DurableFile.syncFolder(of: self.destination.path) }
        self.last.withLock { [identity = file.identity] in $0 = identity }
        return count
    }

    private func notice(_ identity: SinkFile.FileIdentity) {
        guard let last = self.last.withLock({ $0 }), last != identity else { return }
        self.logger.warning(
            "the file of an audit sink was moved, replaced or taken away",
            metadata: ["path": "\(self.destination.path)"])
    }

    /// `a.2` becomes `a.3`, `a.1` becomes `a.2`, `a` becomes `a.1`; the oldest is overwritten.
    private func rotate() throws(SinkFailure) {
        let path = self.destination.path
        guard self.destination.keptFiles > 0 else {
            guard unlink(path) == 0 else { throw SinkFile.failure("remove", path) }
            return
        }
        for number in stride(from: self.destination.keptFiles - 1, through: 0, by: -1) {
            let name = number == 0 ? path : "\(path).\(number)"
            guard rename(name, "\(path).\(number + 1)") == 0 || errno == ENOENT else {
                throw SinkFile.failure("rename", name)
            }
        }
    }
}
