package import Auditing
package import Keys
import Storage

/// A tile of the audit log's tree, as C2SP tlog-tiles has it: its hashes one after the other.
package struct GetAuditTile: ManagementQuery {
    let place: TilePlace

    package init(_ place: TilePlace) { self.place = place }

    package var requiredLevel: Operator.Level { .auditor }

    package func answer(in inquiry: Inquiry) throws -> [UInt8] {
        guard let hashes = try inquiry.reader.auditTile(self.place) else {
            throw ManagementError(.notFound, "The audit log is not long enough for \(self.place.path).")
        }
        return TileHashes.bytes(of: hashes)
    }
}
