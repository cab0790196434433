package import AuditExport

/// A way of delivering that blocks its thread, and looks now and then whether it shall stop.
package protocol BlockingDelivery: Sendable {
    /// See `AuditSink.deliver`.
    func deliver(_ records: [AuditRecord], until deadline: Deadline) throws(SinkFailure) -> Int
}
