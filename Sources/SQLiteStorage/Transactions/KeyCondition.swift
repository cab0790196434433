import GRDB
import Keys
import Storage

/// A key filter as SQL. It must agree with `KeyFilter.matches`; a list compares each row it returns.
struct KeyCondition {
    private(set) var sql = "1"
    private(set) var arguments: [DatabaseValue] = []

    init(_ filter: KeyFilter) {
        self.addPlace(filter)
        self.addLabels(filter)
        self.addTimes(filter)
        self.addOrigin(filter)
        if let text = filter.text { self.addText(text) }
        if let statuses = filter.statuses { self.addStatuses(statuses, at: filter.now) }
    }

    /// Only what comes after the position in a list, newest first.
    mutating func add(after position: KeyPosition) {
        let moment = position.createdAt.milliseconds.databaseValue
        self.add("(created_at, id) < (?, ?)", moment, position.id.rowID.databaseValue)
    }

    private mutating func add(_ condition: String, _ arguments: DatabaseValue...) {
        self.sql += " AND \(condition)"
        self.arguments += arguments
    }

    private mutating func addPlace(_ filter: KeyFilter) {
        if let id = filter.projectID { self.add("project_id = ?", id.rowID.databaseValue) }
        if let id = filter.environmentID { self.add("environment_id = ?", id.rowID.databaseValue) }
        if let id = filter.ownerID { self.add("owner_id = ?", id.rowID.databaseValue) }
        if let isOwnerless = filter.isOwnerless { self.add("owner_id IS \(isOwnerless ? "" : "NOT ")NULL") }
    }

    private mutating func addLabels(_ filter: KeyFilter) {
        let labels: [(KeyLabel.Kind, String?)] = [
            (.tag, filter.tag), (.role, filter.roleID?.rowID), (.permission, filter.permission),
        ]
        for case (let kind, let value?) in labels {
            self.add(
                "EXISTS (SELECT 1 FROM key_labels WHERE key_id = keys.id AND kind = ? AND value = ?)",
                kind.rawValue.databaseValue, value.databaseValue)
        }
    }

    private mutating func addTimes(_ filter: KeyFilter) {
        if let moment = filter.expiresBefore { self.add("expires_at < ?", moment.milliseconds.databaseValue) }
        if let moment = filter.createdAfter { self.add("created_at > ?", moment.milliseconds.databaseValue) }
        if let isEndless = filter.neverExpires { self.add("expires_at IS \(isEndless ? "" : "NOT ")NULL") }
        if let moment = filter.unusedSince {
            self.add(
                "NOT EXISTS (SELECT 1 FROM key_usage WHERE key_id = keys.id AND used_at >= ?)",
                moment.milliseconds.databaseValue)
        }
    }

    private mutating func addOrigin(_ filter: KeyFilter) {
        if let origin = filter.origin {
            self.add("id \(origin == .imported ? "" : "NOT ")IN (SELECT id FROM foreign_credentials)")
        }
        if let isWeak = filter.isWeak {
            self.add("id \(isWeak ? "" : "NOT ")IN (SELECT id FROM foreign_credentials WHERE is_weak)")
        }
    }

    private mutating func addText(_ text: String) {
        // ASCII letters alone are folded, as lower() does without the ICU extension.
        let folded = String(decoding: text.utf8.map { ($0 &- 0x41) < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
        let value = folded.databaseValue
        self.add(
            """
            (instr(lower(name), ?) > 0 OR substr(lower('key_' || id), 1, length(?)) = ?
                OR substr(lower(id), 1, length(?)) = ?)
            """, value, value, value, value, value)
    }

    /// The rules of `KeyRecord.status(at:)`, in the same order.
    private mutating func addStatuses(_ statuses: Set<KeyStatus>, at now: WallTime) {
        let moment = now.milliseconds
        let isRevoked = "(state = \(KeyState.revoked.code) OR COALESCE(revokes_at <= \(moment), 0))"
        let isExpired = "COALESCE(expires_at <= \(moment), 0)"
        let alternatives = statuses.map { status in
            switch status {
            case .revoked: isRevoked
            case .expired: "(NOT \(isRevoked) AND \(isExpired))"
            case .active: "(state = \(KeyState.active.code) AND NOT \(isRevoked) AND NOT \(isExpired))"
            case .suspended: "(state = \(KeyState.suspended.code) AND NOT \(isRevoked) AND NOT \(isExpired))"
            case .quarantined: "(state = \(KeyState.quarantined.code) AND NOT \(isRevoked) AND NOT \(isExpired))"
            }
        }
        self.add(alternatives.isEmpty ? "0" : "(\(alternatives.sorted().joined(separator: " OR ")))")
    }
}
