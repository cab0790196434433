package import AuditExport

/// A place that takes audit records.
package protocol AuditSink: Sendable {
    /// Delivers the first of the records, as many as fit into one delivery, in order.
    ///
    /// - Returns: how many have arrived as far as anybody can know; at least one.
    /// - Throws: when nothing is known to have arrived, also when some of it may have.
    func deliver(_ records: [AuditRecord]) async throws(SinkFailure) -> Int

    /// Lets go of everything held.
    func shutDown() async
}

/// Bounds of one delivery.
enum DeliveryBounds {
    /// Bytes after which no further record is taken.
    static let mostBytes = 1_048_576

    /// The written form of the first records that fit; one always does.
    static func lines(_ records: [AuditRecord], _ write: (AuditRecord) -> [UInt8]) -> (bytes: [UInt8], count: Int) {
        var bytes: [UInt8] = []
        for (index, record) in records.enumerated() {
            let line = write(record)
            guard index == 0 || bytes.count + line.count <= self.mostBytes else { return (bytes, index) }
            bytes += line
        }
        return (bytes, records.count)
    }
}
