import Keys
import Storage

/// Refuses a key whose fields are not as they must be, wherever they came from.
enum KeyCheck {
    static func check(_ key: KeyRecord, in reader: any StoreReading) throws {
        var checks = FieldChecks()
        checks.text(key.name, atMost: KeyRecord.longestName, "/name")
        checks.tags(key.tags)
        checks.metadata(key.metadata)
        checks.grants(key.grants)
        checks.routes(key.withdrawnRoutes, "/withdrawn_routes")
        checks.restrictions(key.restrictions)
        checks.limits(key.limits)
        checks.overrides(key.limitOverrides, of: key.limits)
        checks.credits(key.credits)
        if let start = key.notBefore, let end = key.expiry.date {
            checks.require(start < end, "/starts_at", "must lie before the key expires")
        }
        try checks.finish()
        try reader.require(owner: key.ownerID, roles: key.roles, in: key.projectID)
    }
}
