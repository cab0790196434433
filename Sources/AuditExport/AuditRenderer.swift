import Auditing

/// Writes audit records in one format. The same record gives the same bytes, whenever it is written.
package struct AuditRenderer: Hashable, Sendable {
    package let format: AuditFormat
    package let origin: AuditOrigin

    package init(_ format: AuditFormat, origin: AuditOrigin) {
        self.format = format
        self.origin = origin
    }

    /// The record on one line, without the line feed: no byte of it is one, whatever names and reasons hold.
    package func line(_ record: AuditRecord) -> [UInt8] {
        switch self.format {
        case .ocsf: OCSFRecord(record, self.origin).json.canonicalBytes
        case .ecs: ECSRecord(record, self.origin).json.canonicalBytes
        case .cef: CEFRecord(record, self.origin).line
        case .syslog: SyslogMessage(record, self.origin).bytes
        case .jsonl: LeafRecord(record).json.canonicalBytes
        }
    }

    /// The record as a syslog message of at most so many bytes, which carries any format: what is no syslog by itself is
    /// its text. What is longer loses the end of its text, never its header.
    package func syslogMessage(_ record: AuditRecord, longest: Int) -> [UInt8] {
        guard self.format != .syslog else { return SyslogMessage(record, self.origin, longest: longest).bytes }
        return SyslogMessage(record, self.origin, text: self.line(record), longest: longest).bytes
    }
}
