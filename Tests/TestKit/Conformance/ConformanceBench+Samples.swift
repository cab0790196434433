import Auditing
import Cryptography
import Keys
import Storage

extension ConformanceBench {
    static func use(
        _ key: KeyID, _ version: UInt32, address: Int, at seconds: Int64, route: String = "orders"
    ) -> VersionUsage {
        .init(
            keyID: key, versionNumber: version, at: RecordFixtures.moment.adding(seconds: seconds),
            address: address.isMultiple(of: 2)
                ? IPAddress(ipv4: UInt32(address)) : IPAddress(ipv6High: 0x2001_0db8_0000_0000, low: UInt64(address)),
            userAgent: "curl/8 „quoted“ \(address)", route: route)
    }

    static func idempotencyRecord(
        _ number: Int, at seconds: Int64, resource: String = "key_0000000000000000"
    ) -> IdempotencyRecord {
        var random = SeededGenerator(seed: UInt64(number))
        return .init(
            scope: .init(actor: "local:0", operation: "POST /v1/keys", key: "\(number)"), bodyDigest: random.digest(),
            resourceID: resource, versionNumber: number.isMultiple(of: 2) ? 1 : nil,
            createdAt: RecordFixtures.moment.adding(seconds: seconds))
    }

    static func draft(_ object: String, number: Int = 0) -> AuditDraft {
        let actions = AuditAction.allCases
        return .init(
            timestamp: RecordFixtures.moment.milliseconds + Int64(number) * 1000,
            tenant: number.isMultiple(of: 3) ? nil : "env_\(number % 3)",
            actor: .init(type: "local", id: "local:\(number % 2)"), action: actions[number % 5],
            object: .init(type: "key", id: object, version: UInt64(number)),
            reason: number.isMultiple(of: 4) ? "because" : nil, requestID: "req_\(number % 10)",
            previousStateHash: nil, newStateHash: SHA256Hash.digest(of: Array(object.utf8).span),
            details: number.isMultiple(of: 2)
                ? .init(["address": "203.0.113.\(number)"], randomBytes: { .init(repeating: 7, count: $0) }) : nil)
    }

    static var auditFilters: [AuditFilter] {
        let changes: [(inout AuditFilter) -> Void] = [
            { _ in }, { $0.tenant = "env_1" }, { $0.actorID = "local:1" }, { $0.action = AuditAction.allCases[2] },
            { $0.objectID = "key_17" }, { $0.requestID = "req_4" },
            { $0.since = RecordFixtures.moment.adding(seconds: 10) },
            { $0.until = RecordFixtures.moment.adding(seconds: 10) },
            {
                $0.tenant = "env_2"
                $0.since = RecordFixtures.moment.adding(seconds: 5)
                $0.until = RecordFixtures.moment.adding(seconds: 25)
            },
            { $0.tenant = "env_9" },
        ]
        return changes.map { change in
            var filter = AuditFilter()
            change(&filter)
            return filter
        }
    }
}

extension RecordFixtures {
    /// Keys of all sorts: owners, tags, roles, states, ends.
    func variedKey(_ number: Int) -> KeyRecord {
        self.plainKey(number) { key in
            if number.isMultiple(of: 2) { key.ownerID = self.identity.id }
            if number.isMultiple(of: 5) { key.tags = ["batch", "tag-\(number % 3)"] }
            if number.isMultiple(of: 3) { key.roles = [self.role.id] }
            if number.isMultiple(of: 4) { key.grants = Self.grants(["orders:read", "orders/*:write"]) }
            switch number % 7 {
            case 1: key.state = .suspended
            case 2: key.state = .revoked
            case 3: key.revokesAt = Self.moment.adding(seconds: Int64(number) - 30)
            case 4: key.expiry = .never(reason: "tests")
            case 5: key.expiry = .at(Self.moment.adding(seconds: Int64(number) - 30))
            case 6: key.state = .quarantined
            default: break
            }
        }
    }

    /// One filter for each field, and some together.
    var filters: [KeyFilter] {
        let now = Self.moment
        let changes: [(inout KeyFilter) -> Void] = [
            { _ in }, { $0.projectID = self.project.id }, { $0.projectID = ConformanceBench.id(1) },
            { $0.environmentID = self.environment.id }, { $0.ownerID = self.identity.id }, { $0.tag = "batch" },
            { $0.tag = "tag-1" }, { $0.tag = "bat" }, { $0.permission = "orders:read" },
            { $0.permission = "orders/*:write" }, { $0.permission = "orders/x:write" }, { $0.roleID = self.role.id },
            { $0.expiresBefore = now.adding(seconds: 5) }, { $0.unusedSince = now.adding(seconds: 20) },
            { $0.createdAfter = now.adding(seconds: 10) }, { $0.text = "kEY 1" }, { $0.text = "%" }, { $0.text = "_" },
            { $0.text = String(self.plainKey(9).id.description.prefix(9)) },
            { $0.text = String(self.plainKey(9).id.description.dropFirst(4).prefix(6)).lowercased() },
            { $0.origin = .imported }, { $0.origin = .issued }, { $0.isWeak = true }, { $0.isWeak = false },
            { $0.neverExpires = true }, { $0.neverExpires = false }, { $0.isOwnerless = true },
            { $0.isOwnerless = false },
            {
                $0.ownerID = self.identity.id
                $0.tag = "batch"
                $0.statuses = [.active]
            },
            {
                $0.statuses = []
            },
        ]
        let byStatus = KeyStatus.allCases.map { status in { (filter: inout KeyFilter) in filter.statuses = [status] } }
        return (changes + byStatus).map { change in
            var filter = KeyFilter(now: now)
            change(&filter)
            return filter
        }
    }
}
