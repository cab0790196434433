import Auditing
import Cryptography
import Keys
import Storage

extension ConformanceBench {
    func pagesByID() async throws {
        let projects = (0..<25).map { number in
            Project(id: Self.id(number), name: "project-\(number)", createdAt: RecordFixtures.moment)
        }
        let roles = projects.flatMap { project in
            (0..<2).map { number in
                Role(
                    id: Self.id(1000 + number + 2 * (projects.firstIndex(of: project) ?? 0)), projectID: project.id,
                    name: "role-\(number)", grants: .init(), createdAt: RecordFixtures.moment)
            }
        }
        try await self.store.write(.ordinary) { transaction in
            for project in projects { try transaction.insert(project) }
            for role in roles { try transaction.insert(role) }
        }
        try await self.store.read { reader in
            let sorted = projects.sorted { $0.id < $1.id }
            let first = try reader.projects(after: nil, limit: 10)
            let second = try reader.projects(after: first.last?.id, limit: 10)
            let third = try reader.projects(after: second.last?.id, limit: 10)
            try self.require(first + second + third == sorted, "pages are in the order of the ids")
            try self.require(try reader.projects(after: sorted.last?.id, limit: 10).isEmpty, "the end is empty")
            let ofOne = try reader.roles(in: projects[3].id, after: nil, limit: 10)
            let expected = roles.filter { $0.projectID == projects[3].id }.sorted { $0.id < $1.id }
            try self.require(ofOne == expected, "a list of one project holds its rows")
            let all = try reader.roles(in: nil, after: nil, limit: 100)
            try self.require(all == roles.sorted { $0.id < $1.id }, "a list of all projects holds all rows")
        }
    }

    func filtersKeys() async throws {
        try await self.insertSurroundings()
        let records = self.records
        let keys = (0..<60).map { records.variedKey($0) }
        let uses = keys.enumerated().filter { $0.offset.isMultiple(of: 4) }.map { offset, key in
            Self.use(key.id, 1, address: 1, at: Int64(offset))
        }
        var samples = RecordSamples(seed: 7)
        let foreign = keys.enumerated().filter { $0.offset % 3 == 1 }.map { _, key in
            samples.foreignCredential(of: key.id, in: key.environmentID)
        }
        try await self.store.write(.ordinary) { transaction in
            for key in keys { try transaction.insert(key) }
            for credential in foreign { try transaction.insert(credential) }
            for use in uses { try transaction.record(use) }
        }
        let lastUses = Dictionary(uniqueKeysWithValues: uses.map { ($0.keyID, $0.at) })
        let credentials = Dictionary(uniqueKeysWithValues: foreign.map { ($0.keyID, $0) })
        let sorted = keys.sorted { KeyPosition($0).precedes(.init($1)) }
        for filter in records.filters {
            let expected = sorted.filter {
                filter.matches($0, lastUsedAt: lastUses[$0.id], foreign: credentials[$0.id])
            }
            let (all, count, pages) = try await self.store.read { reader in
                var pages: [KeyRecord] = []
                var page = try reader.keys(matching: filter, after: nil, limit: 7)
                while let last = page.last, pages.count < 100 {
                    pages += page
                    page = try reader.keys(matching: filter, after: .init(last), limit: 7)
                }
                let all = try reader.keys(matching: filter, after: nil, limit: 100)
                return (all, try reader.countKeys(matching: filter), pages)
            }
            try self.require(
                all == expected, "\(filter) lists \(expected.map(\.name)), and gave \(all.map(\.name))")
            try self.require(pages == expected, "\(filter) lists the same in pages")
            try self.require(count == expected.count, "\(filter) counts \(expected.count), and gave \(count)")
        }
    }

    func findsEndingRotations() async throws {
        try await self.insertSurroundings()
        let start = RecordFixtures.moment
        let keys = (0..<12).map { number in
            self.records.plainKey(number) { key in
                guard number != 0 else { return }
                var rotation = Rotation(
                    id: Self.id(number), newVersion: 2, overlapSeconds: 100, startedAt: start,
                    hardStopAt: start.adding(seconds: Int64(1000 + number / 2)))
                if number.isMultiple(of: 3) { rotation.newVersionFirstUsedAt = start.adding(seconds: Int64(number)) }
                if number == 5 { rotation.cancelledAt = start }
                key.rotation = rotation
            }
        }
        try await self.store.write(.ordinary) { transaction in
            for key in keys { try transaction.insert(key) }
        }
        let ending = { (key: KeyRecord) in key.rotation?.endsAt ?? .distantPast }
        let candidates = keys.filter { $0.rotation != nil && $0.rotation?.cancelledAt == nil }
            .sorted { (ending($0), $0.id) < (ending($1), $1.id) }
        let bounds = [0, 50, 106, 1001, 1002, 1005, 5000].map { start.adding(seconds: $0) }
        for (after, until) in zip(bounds, bounds.dropFirst()) {
            let expected = candidates.filter { ending($0) > after && ending($0) <= until }
            let found = try await self.store.read {
                try $0.keysWithRotationEnding(after: after, notAfter: until, limit: 100)
            }
            try self.require(found == expected, "rotations that end after \(after), not after \(until)")
        }
        let few = try await self.store.read {
            try $0.keysWithRotationEnding(after: start, notAfter: .distantFuture, limit: 3)
        }
        try self.require(few == Array(candidates.prefix(3)), "the limit cuts the latest")
    }

    func streamsKeys() async throws {
        try await self.insertSurroundings()
        let keys = (0..<30).map { self.records.plainKey($0) }
        try await self.store.write(.ordinary) { transaction in
            for key in keys { try transaction.insert(key) }
        }
        let streamed = try await self.store.read { reader in
            var seen: [KeyRecord] = []
            try reader.forEachKey { key throws(StorageError) in seen.append(key) }
            return seen
        }
        try self.require(streamed.count == keys.count && Set(streamed) == Set(keys), "every key is streamed once")
        let stop = StorageError(.unexpected, "enough")
        do {
            try await self.store.read { try $0.forEachKey { _ throws(StorageError) in throw stop } }
            throw ConformanceFailure(description: "what the body throws comes out")
        } catch let error as StorageError {
            try self.require(error.message == "enough", "what the body throws comes out")
        }
    }

    func keepsLatestCallers() async throws {
        try await self.insertSurroundings()
        let key = self.records.key
        try await self.store.write(.ordinary) { transaction in
            try transaction.insert(key)
            for number in 0..<20 { try transaction.record(Self.use(key.id, 1, address: number, at: Int64(number))) }
            try transaction.record(Self.use(key.id, 2, address: 3, at: 50))
            // The same caller again, later, and once more with news that are older.
            try transaction.record(Self.use(key.id, 1, address: 10, at: 99, route: "later"))
            try transaction.record(Self.use(key.id, 1, address: 10, at: 60, route: "older"))
            try transaction.record(Self.use(self.records.plainKey(1).id, 1, address: 10, at: 60))
        }
        let usage = try await self.store.read { try $0.usage(of: key.id) }
        let first = usage.filter { $0.versionNumber == 1 }
        try self.require(first.count == VersionUsage.mostCallers, "a version keeps its latest callers")
        try self.require(first.first?.route == "later", "a caller's latest use stands")
        try self.require(usage.map(\.at) == usage.map(\.at).sorted(by: >), "the latest use comes first")
        try self.require(first.allSatisfy { $0.at >= RecordFixtures.moment.adding(seconds: 4) }, "the oldest went")
        try self.require(usage.contains { $0.versionNumber == 2 }, "each version has its own")
        let other = try await self.store.read { try $0.usage(of: self.records.plainKey(1).id) }
        try self.require(other.isEmpty, "a key that is not there has no uses")
        let isSame = try await self.store.read { try $0.key(key.id) } == key
        try self.require(isSame, "usage is no change of the key")
    }

    func keepsIdempotencyRecords() async throws {
        let records = (0..<10).map { Self.idempotencyRecord($0, at: Int64($0)) }
        let moment = RecordFixtures.moment
        try await self.store.write(.ordinary) { transaction in
            for record in records { try transaction.put(record) }
            try transaction.put(Self.idempotencyRecord(3, at: 30, resource: "replaced"))
        }
        let (third, fourth, elsewhere) = try await self.store.read { reader in
            let scope = IdempotencyScope(actor: "local:1", operation: "POST /v1/keys", key: "4")
            return (
                try reader.idempotencyRecord(records[3].scope), try reader.idempotencyRecord(records[4].scope),
                try reader.idempotencyRecord(scope)
            )
        }
        try self.require(third?.resourceID == "replaced", "a record is replaced")
        try self.require(fourth == records[4], "a record comes back whole")
        try self.require(elsewhere == nil, "another actor's key is another key")
        let removed = try await self.store.write(.ordinary) { transaction in
            [
                try transaction.removeIdempotencyRecords(createdBefore: moment.adding(seconds: 5), limit: 3),
                try transaction.removeIdempotencyRecords(createdBefore: moment.adding(seconds: 5), limit: 3),
                try transaction.removeIdempotencyRecords(createdBefore: moment.adding(seconds: 5), limit: 3),
            ]
        }
        try self.require(removed == [3, 1, 0], "the old ones go, so many at a time, and gave \(removed)")
        let left = try await self.store.read { reader in
            try records.filter { try reader.idempotencyRecord($0.scope) != nil }.map(\.scope.key)
        }
        try self.require(left == ["3", "5", "6", "7", "8", "9"], "the young ones stay")
    }

    func chainsAuditEntries() async throws {
        let stored = try await self.store.write(.ordinary) { transaction in
            try (0..<30).map { try transaction.append(Self.draft("key_\($0)", number: $0)) }
        }
        try self.require(stored.map(\.entry.sequence) == Array(0..<30), "numbers have no gap")
        for filter in Self.auditFilters {
            let expected = stored.filter { filter.matches($0.entry) }
            try await self.store.read { reader in
                let up = try reader.auditEntries(matching: filter, .oldestFirst, from: nil, limit: 100)
                let down = try reader.auditEntries(matching: filter, .newestFirst, from: nil, limit: 100)
                try self.require(up == expected, "\(filter), oldest first")
                try self.require(down == expected.reversed(), "\(filter), newest first")
                let later = try reader.auditEntries(matching: filter, .oldestFirst, from: 11, limit: 4)
                try self.require(later == Array(expected.filter { $0.entry.sequence > 11 }.prefix(4)), "from 11 up")
                let earlier = try reader.auditEntries(matching: filter, .newestFirst, from: 11, limit: 4)
                try self.require(
                    earlier == Array(expected.reversed().filter { $0.entry.sequence < 11 }.prefix(4)), "from 11 down")
            }
        }
        let next = try await self.store.write(.revocation) { try $0.append(Self.draft("more")) }
        try self.require(next.entry.sequence == 30, "the next write goes on")
    }

    func remembersMarks() async throws {
        for mark in MaintenanceMark.allCases {
            let before = try await self.store.read { try $0.moment(mark) }
            try self.require(before == nil, "a mark begins unset")
            for seconds in [5, 3] as [Int64] {
                let moment = RecordFixtures.moment.adding(seconds: seconds)
                try await self.store.write(.ordinary) { try $0.put(mark, at: moment) }
                let found = try await self.store.read { try $0.moment(mark) }
                try self.require(found == moment, "a mark is what was put last")
            }
        }
    }

    func remembersExportPositions() async throws {
        let before = try await self.store.read { try $0.exportPosition(of: "siem") }
        try self.require(before == nil, "a sink begins without a position")
        for position in [5, 3, UInt64(Int64.max)] {
            try await self.store.write(.ordinary) { try $0.putExportPosition(position, of: "siem") }
            let found = try await self.store.read { try $0.exportPosition(of: "siem") }
            try self.require(found == position, "a position is what was put last")
        }
        let other = try await self.store.read { try $0.exportPosition(of: "archive") }
        try self.require(other == nil, "another sink has none of it")
    }
}
