import Auditing
import GRDB
import Keys
import SQLiteStorage
import Storage
import Testing

/// Among ten million entries the few reports of leaks are found without looking at the others.
@Suite struct LeakReportIndexTests {
    @Test func `reports are found among very many entries, newest first, by an index of them alone`() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 5)
        let key = fixture.key()
        try await store.write(.ordinary) { try $0.insert(key) }
        try await store.append(700, key)
        try await store.write(.ordinary) { _ = try $0.append(Fixture.draft(key, .keyLeakReport)) }
        try await store.append(700, key)
        try await store.write(.ordinary) { _ = try $0.append(Fixture.draft(key, .keyLeakReport)) }
        var filter = AuditFilter()
        filter.action = .keyLeakReport
        let found = try await store.read { [filter] in
            try $0.auditEntries(matching: filter, .newestFirst, from: nil, limit: 10).map(\.entry.sequence)
        }
        #expect(found == [1401, 700])
        await store.close()
        #expect(
            try folder.number(
                "SELECT COUNT(*) FROM audit_entries INDEXED BY audit_entries_leak_reports "
                    + "WHERE action = 'key.leak_report'") == 2)
    }

    @Test func `the question that doctor asks is planned by that index`() async throws {
        let folder = try StoreFolder()
        await (try folder.open()).close()
        let queue = try DatabaseQueue(path: folder.database)
        let plan = try await queue.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    EXPLAIN QUERY PLAN
                    SELECT sequence, leaf, leaf_hash, mac, salt, details, data_key
                    FROM audit_entries LEFT JOIN audit_details USING (sequence)
                    WHERE 1 AND action = 'key.leak_report' ORDER BY sequence DESC LIMIT 1000
                    """
            ).map { $0["detail"] as String }
        }
        try queue.close()
        #expect(plan.contains { $0.contains("USING INDEX audit_entries_leak_reports") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
