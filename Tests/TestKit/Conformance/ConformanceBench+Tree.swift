import Auditing
import Keys
import Storage

/// Thrown by writes that change their mind.
private struct ChangedMind: Error {}

extension ConformanceBench {
    func provesWhatItAppended() async throws {
        var hashes: [Digest256] = []
        for count in [1, 2, 1, 255, 3, 40, 1] {
            let committed = try await self.append(count)
            hashes += committed.value.map(\.leafHash)
            let first = UInt64(hashes.count - count)
            try self.require(committed.entries == first..<UInt64(hashes.count), "the answer names its entries")
            let latest = committed.entries.suffix(Committed<[StoredAuditEntry]>.mostProofs)
            try self.require(committed.proofs.map(\.index) == Array(latest), "the latest entries are proven")
            for proof in committed.proofs { try self.check(proof, hashes) }
        }
        let without = try await self.store.commit(.ordinary) { try $0.put(.rotationsNoted, at: RecordFixtures.moment) }
        try self.require(without.proofs.isEmpty && without.entries.isEmpty, "a commit without entries proves nothing")
        let head = try await self.head()
        try self.require(head?.size == UInt64(hashes.count), "nor does it sign anything")
    }

    func provesPastItsMemory() async throws {
        // In one commit as far as the store lets them share one: the first is proven however many leaves follow it.
        let store = self.store
        let proofs = try await withThrowingTaskGroup(of: [LogProof].self) { group in
            for number in 0..<40 {
                group.addTask { try await store.commit(.ordinary) { _ = try Self.append(30, number, $0) }.proofs }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let hashes = try await self.leafHashes()
        try self.require(hashes.count == 1200 && proofs.count == 40 * 16, "every write has its proofs")
        for proof in proofs { try self.check(proof, hashes) }
    }

    func forgetsLeavesThatWereTakenBack() async throws {
        var hashes = try await self.append(250).value.map(\.leafHash)
        for count in [1, 6, 600] {
            do {
                try await self.store.write(.ordinary) { transaction in
                    _ = try Self.append(count, 1, transaction)
                    throw ChangedMind()
                }
                throw ConformanceFailure(description: "what the closure throws comes out")
            } catch is ChangedMind {}
            let head = try await self.head()
            try self.require(head?.size == UInt64(hashes.count), "what was taken back was not signed")
            let tile = try await self.store.read { try $0.filledAuditTile(level: 0, number: 1) }
            try self.require(tile == nil, "what was taken back left no tile")
        }
        hashes += try await self.append(10).value.map(\.leafHash)
        try await self.requireTree(hashes)
    }

    func servesTheTree() async throws {
        var hashes: [Digest256] = []
        for count in [200, 56, 300, 1] {
            hashes += try await self.append(count).value.map(\.leafHash)
            try await self.requireTree(hashes)
        }
        let entries = try await self.store.read {
            try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 1000)
        }
        let (whole, part, none) = try await self.store.read { reader in
            (
                try reader.auditEntryBundle(.init(number: 0)),
                try reader.auditEntryBundle(.init(number: 2, width: 45)),
                try reader.auditEntryBundle(.init(number: 2, width: 46))
            )
        }
        try self.require(
            whole.flatMap(EntryBundle.entries) == entries[..<256].map(\.leaf), "a full bundle holds its entries")
        try self.require(part.flatMap(EntryBundle.entries) == entries[512...].map(\.leaf), "a partial one too")
        try self.require(none == nil, "there is none beyond the log")
    }

    func checksItsHistory() async throws {
        _ = try await self.append(1000)
        var edge = TreeEdge()
        for hash in try await self.leafHashes() { _ = edge.append(hash) }
        for range in [0..<1000, 0..<0, 300..<301, 900..<2000] as [Range<UInt64>] {
            var check = HistoryCheck(edge: edge, entries: range)
            while !check.isDone {
                check = try await self.store.read { [check] reader in
                    var check = check
                    try check.step(reader)
                    return check
                }
            }
        }
        var other = TreeEdge()
        for hash in try await self.leafHashes().reversed() { _ = other.append(hash) }
        do {
            try await self.store.read { [other] reader in
                var check = HistoryCheck(edge: other, entries: 0..<1000)
                while !check.isDone { try check.step(reader) }
            }
            throw ConformanceFailure(description: "another tree's history is refused")
        } catch let error as StorageError {
            try self.require(error.code == .damaged, "another tree's history is refused as damaged")
        }
    }

    /// Head, tiles and proofs are those of a tree over the hashes.
    private func requireTree(_ hashes: [Digest256]) async throws {
        var tree = TreeEdge()
        for hash in hashes { _ = tree.append(hash) }
        let size = UInt64(hashes.count)
        let head = try await self.head()
        try self.require(head?.root == tree.root && head?.size == size, "the head is that of the entries")
        for number in 0...(size >> 8) {
            guard let place = TilePlace(level: 0, number: number, inTreeOf: size) else { continue }
            let tile = try await self.store.read { try $0.auditTile(place) }
            let first = Int(number) << 8
            try self.require(
                tile == Array(hashes[first..<(first + Int(place.width))]), "\(place.path) holds its leaves")
        }
        if let above = TilePlace(level: 1, number: 0, inTreeOf: size) {
            let tile = try await self.store.read { try $0.auditTile(above) }
            let roots = (0..<Int(above.width)).map { TileRoot.of(Array(hashes[($0 << 8)..<(($0 + 1) << 8)])) }
            try self.require(tile == roots.compactMap(\.self), "\(above.path) holds the roots of the tiles below")
        }
        for index in stride(from: 0, to: size, by: 17) {
            guard let proof = try await self.store.read({ try $0.auditProof(of: index) }) else {
                throw ConformanceFailure(description: "entry \(index) of \(size) has a proof")
            }
            try self.check(proof, hashes)
        }
        let beyond = try await self.store.read { try $0.auditProof(of: size) }
        try self.require(beyond == nil, "an entry that is not there has no proof")
    }

    private func check(_ proof: LogProof, _ hashes: [Digest256]) throws {
        let head = try Checkpoint(text: proof.checkpoint.text)
        let inclusion = InclusionProof(index: proof.index, size: head.size, path: proof.path)
        try self.require(
            inclusion.isValid(leaf: hashes[Int(proof.index)], root: head.root), "the proof of \(proof.index) holds")
    }

    private func head() async throws -> Checkpoint? {
        try await self.store.read { reader in try reader.auditCheckpoint().map { try Checkpoint(text: $0.text) } }
    }

    private func leafHashes() async throws -> [Digest256] {
        try await self.store.read {
            try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 10_000).map(\.leafHash)
        }
    }

    private func append(_ count: Int) async throws -> Committed<[StoredAuditEntry]> {
        try await self.store.commit(.ordinary) { try Self.append(count, 0, $0) }
    }

    private static func append(
        _ count: Int, _ number: Int, _ transaction: any StoreWriting
    ) throws -> [StoredAuditEntry] {
        try (0..<count).map { try transaction.append(self.draft("key_\(number)_\($0)")) }
    }
}
