import AuditExport
import Auditing
import KeyManagement
import Keys

/// The audit log as other systems read it.
struct AuditRecordEndpoints: Sendable {
    /// Bytes after which no further record is taken into an answer.
    private static let mostBytes = 8 * 1024 * 1024

    let plane: ControlPlane
    let origin: AuditOrigin

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/audit/records", "readAuditRecords", .needs(.auditRead)) { try await self.read($0) }
        ]
    }

    private func read(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let format = query.optional("format", Field<AuditFormat>.choice) ?? .jsonl
        let start = query.optional("since", Self.sequence) ?? 0
        let limit = query.limit(else: ReadAuditLog.most, most: ReadAuditLog.most)
        let includesDetails = query.flag("details")
        try query.finish()
        let entries = try await self.plane.answer(
            ReadAuditLog(from: start, limit: limit, includesDetails: includesDetails), for: call.caller())
        let renderer = AuditRenderer(format, origin: self.origin)
        var body: [UInt8] = []
        var next = start
        for entry in entries {
            let record = AuditRecord(entry, includesDetails: includesDetails)
            let line = renderer.line(record)
            guard body.isEmpty || body.count + line.count < Self.mostBytes else { break }
            body += line
            body.append(UInt8(ascii: "\n"))
            next = record.entry.sequence + 1
        }
        return Reply(bytes: body, contentType: format.mediaType).with("Gatehouse-Next-Sequence", "\(next)")
    }

    private static let sequence = Field<UInt64>.parsed("a sequence number, 0 to 9007199254740991,") { text in
        guard (1...16).contains(text.utf8.count), text.utf8.allSatisfy({ ($0 &- 0x30) < 10 }) else { return nil }
        return UInt64(text).flatMap { $0 <= 9_007_199_254_740_991 ? $0 : nil }
    }
}
