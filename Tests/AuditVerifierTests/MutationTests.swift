import AuditVerifier
import Auditing
import TestKit
import Testing

/// Every way to change a log that was written, over a log from the writer's own code: all of them are found, and the first
/// bad entry is named.
///
/// Who changes the files alone is found by hashes. Who writes the tiles anew as well is found by the signature, and by an
/// older copy to the entry. Who has the log's key too is found by a witness, or by an older copy.
@Suite struct MutationTests {
    /// How far whoever changes the log goes.
    enum Reach: CaseIterable {
        /// The entries alone.
        case entries
        /// Every tile is made to fit.
        case tiles
        /// The checkpoint is made to fit and signed with the log's key.
        case key
    }

    static let size = 600
    static let good = PublishedLog.leaves(size)
    private let log: PublishedLog
    private let trust: Trust
    private let witnessTrust: Trust
    private let witness: NoteSigner

    init() throws {
        self.witness = try PublishedLog.signer(Trust.witness, key: 9, kind: .cosignature)
        self.log = try PublishedLog(leaves: Self.good, witnesses: [self.witness])
        self.trust = try .sample()
        self.witnessTrust = try .sample([Trust.witnessKey()])
    }

    /// The log with other entries, as far as the one who changes it reaches.
    private func changed(_ leaves: [[UInt8]], _ reach: Reach) throws -> PublishedLog {
        let rewritten = try PublishedLog(leaves: leaves)
        var changed = self.log
        switch reach {
        case .key: return rewritten
        case .tiles:
            changed.files = rewritten.files
            changed.files["checkpoint"] = self.log.files["checkpoint"]
            // Under names of the size that the checkpoint tells.
            for (path, bytes) in self.log.files where changed.files[path] == nil { changed.files[path] = bytes }
        case .entries:
            for path in self.log.files.keys where path.hasPrefix("tile/entries/") {
                let number = EntriesPlace(path: path).map { Int($0.number) } ?? 0
                let isLast = (number + 1) * 256 >= Self.size
                let rest = leaves.dropFirst(number * 256)
                changed.files[path] = EntryBundle.bytes(of: isLast ? rest : rest.prefix(256))
            }
        }
        return changed
    }

    /// Changes the log to some other entries in every reach and expects it to be found, from this entry on.
    private func expectFound(_ leaves: [[UInt8]], from index: Int, _ what: String) async throws {
        for reach in Reach.allCases {
            let changed = try self.changed(leaves, reach)
            let plain = try await changed.finding(self.trust)
            let witnessed = try await changed.finding(self.witnessTrust)
            let compared = try await changed.finding(self.trust, older: self.log)
            let found = "\(what) \(index), \(reach): \(String(describing: plain)), \(String(describing: compared))"
            if reach == .entries {
                #expect(plain?.entry == UInt64(index), "\(found)")
            } else if reach == .key, Self.isNumbered(leaves) {
                #expect(plain == nil, "who has the key is not found without a witness or an older copy")
            } else {
                // An entry put in between has the right number; the one behind it has not.
                #expect(plain != nil && plain?.entry ?? 0 <= UInt64(index + 1), "\(found)")
            }
            #expect(witnessed != nil, "\(found)")
            #expect(compared?.entry == UInt64(index), "\(found)")
        }
    }

    /// Whether every entry has the number of its place.
    private static func isNumbered(_ leaves: [[UInt8]]) -> Bool {
        leaves.enumerated().allSatisfy { (try? AuditEntry(leaf: $0.element))?.sequence == UInt64($0.offset) }
    }

    private static func positions(_ seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        return [0, 255, 256, 511, 512, Self.size - 1] + (0..<3).map { _ in generator.number(below: Self.size) }
    }

    @Test func `the log before it is changed is good`() async throws {
        #expect(try await self.log.finding(self.witnessTrust, older: self.log) == nil)
    }

    @Test func `an edited entry is found`() async throws {
        for index in Self.positions(1) {
            var leaves = Self.good
            leaves[index] = PublishedLog.leaf(at: index, telling: "edited")
            try await self.expectFound(leaves, from: index, "edit")
        }
    }

    @Test func `an edited byte is found, whichever it is`() async throws {
        var generator = SeededGenerator(seed: 2)
        for index in Self.positions(2) {
            var leaves = Self.good
            let position = generator.number(below: leaves[index].count)
            leaves[index][position] ^= UInt8(1 << generator.number(below: 8))
            let finding = try await self.changed(leaves, .entries).finding(self.trust)
            #expect(finding?.entry == UInt64(index))
        }
    }

    @Test func `a dropped entry is found`() async throws {
        for index in Self.positions(3) {
            var leaves = Self.good
            leaves.remove(at: index)
            // The log stays as long as the checkpoint tells.
            leaves.append(PublishedLog.leaf(at: Self.size - 1, telling: "filled up"))
            try await self.expectFound(leaves, from: index, "drop")
            let short = try await self.changed(Array(leaves.dropLast()), .entries).finding(self.trust)
            #expect(short?.entry == UInt64(index))
        }
    }

    @Test func `dropped entries are found when those behind are numbered anew`() async throws {
        for index in [0, 100, 256, 598] {
            let tail = (index..<Self.size).map { PublishedLog.leaf(at: $0, telling: "renumbered") }
            try await self.expectFound(Array(Self.good[..<index]) + tail, from: index, "renumber")
        }
    }

    @Test func `an inserted entry is found`() async throws {
        for index in Self.positions(4) {
            var leaves = Self.good
            leaves.insert(PublishedLog.leaf(at: index, telling: "inserted"), at: index)
            let long = try await self.changed(leaves, .entries).finding(self.trust)
            #expect(long?.entry == UInt64(index))
            leaves.removeLast()
            try await self.expectFound(leaves, from: index, "insert")
        }
        let longer = Self.good + [PublishedLog.leaf(at: Self.size, telling: "inserted")]
        let finding = try await self.changed(longer, .entries).finding(self.trust)
        #expect(finding?.entry == UInt64(Self.size))
        #expect(finding?.code == .fileMalformed)
    }

    @Test func `reordered entries are found`() async throws {
        var generator = SeededGenerator(seed: 5)
        for index in Self.positions(5) where index < Self.size - 1 {
            var leaves = Self.good
            leaves.swapAt(index, index + 1 + generator.number(below: Self.size - 1 - index))
            try await self.expectFound(leaves, from: index, "reorder")
        }
    }

    @Test func `a log cut short is found`() async throws {
        for path in self.log.files.keys where path != "checkpoint" {
            var changed = self.log
            changed.files[path] = nil
            let finding = try await changed.finding(self.trust)
            #expect(finding?.code == .fileMissing && finding?.file == path)
        }
        for size in [0, 1, 255, 256, 599] {
            let cut = try PublishedLog(leaves: Array(Self.good[..<size]), witnesses: [self.witness])
            #expect(try await cut.finding(self.witnessTrust) == nil, "an older state that was right is right alone")
            let finding = try await cut.finding(self.trust, older: self.log)
            #expect(finding?.code == .checkpointStale && finding?.entry == UInt64(size))
            var headless = cut
            headless.files["checkpoint"] = self.log.files["checkpoint"]
            #expect(try await headless.finding(self.trust) != nil)
        }
    }

    @Test func `a fork is found`() async throws {
        for index in [0, 1, 255, 256, 300, 599] {
            let tail = PublishedLog.leaves(Self.size + 50, salt: "fork")[index...]
            let fork = try PublishedLog(leaves: Array(Self.good[..<index]) + tail)
            #expect(try await fork.finding(self.witnessTrust)?.code == .witnessMissing)
            let finding = try await fork.finding(self.trust, older: self.log)
            #expect(finding?.code == .historyForked && finding?.entry == UInt64(index))
            let folder = try FolderForTests(fork)
            let checkpoint = OlderLog.checkpoint(self.log.files["checkpoint"] ?? [])
            guard case .bad(let known) = try await LogCheck(folder.log, trust: self.trust, older: checkpoint).run()
            else {
                Issue.record("a fork at \(index) passes beside the older checkpoint")
                continue
            }
            #expect(known.code == .historyForked)
        }
    }

    @Test func `a log signed with another key is found`() async throws {
        let thief = try PublishedLog.signer(key: 2)
        #expect(
            try await PublishedLog(leaves: Self.good, signer: thief).finding(self.trust)?.code == .checkpointUnsigned)
        let other = try PublishedLog.signer("other.example/log")
        #expect(
            try await PublishedLog(leaves: Self.good, signer: other).finding(self.trust)?.code == .checkpointUnsigned)
        // The thief's signature under the log's name and key id.
        var forged = self.log
        let note = try SignedNote(self.log.files["checkpoint"] ?? [])
        let id = note.signatures[0].keyID
        let signature = NoteSignature(name: thief.name, keyID: id, signature: try thief.sign(note.text).signature)
        forged.files["checkpoint"] = try Array(SignedNote(text: note.text, signatures: [signature]).serialized.utf8)
        #expect(try await forged.finding(self.trust)?.code == .checkpointUnsigned)
        // Another log's checkpoint, signed with this log's key.
        let foreign = try Checkpoint(origin: "other.example/log", size: 600, root: Checkpoint(text: note.text).root)
        forged.files["checkpoint"] = try Array(foreign.signed(by: self.log.signer).serialized.utf8)
        #expect(try await forged.finding(self.trust)?.code == .checkpointOfOtherLog)
    }

    @Test func `every byte of the checkpoint counts`() async throws {
        let bytes = self.log.files["checkpoint"] ?? []
        let end = (try SignedNote(bytes).text.utf8.count)
        var changed = self.log
        for position in 0..<end {
            changed.files["checkpoint"] = bytes
            changed.files["checkpoint"]?[position] ^= 1
            #expect(try await changed.finding(self.trust) != nil, "byte \(position)")
        }
    }

    @Test func `swapped bundles are found`() async throws {
        var changed = self.log
        changed.files["tile/entries/000"] = self.log.files["tile/entries/001"]
        changed.files["tile/entries/001"] = self.log.files["tile/entries/000"]
        let finding = try await changed.finding(self.trust)
        #expect(finding?.code == .entryMisplaced && finding?.entry == 0)
        changed.files["tile/entries/000"] = self.log.files["tile/entries/000"]
        #expect(try await changed.finding(self.trust)?.entry == 256)
    }

    @Test func `swapped tiles are found`() async throws {
        var changed = self.log
        changed.files["tile/0/000"] = self.log.files["tile/0/001"]
        changed.files["tile/0/001"] = self.log.files["tile/0/000"]
        let finding = try await changed.finding(self.trust)
        #expect(finding?.code == .entryChanged && finding?.entry == 0)
        changed.files["tile/0/000"] = self.log.files["tile/0/000"]
        #expect(try await changed.finding(self.trust)?.entry == 256)
        changed = self.log
        let hashes = self.log.files["tile/1/000.p/2"] ?? []
        changed.files["tile/1/000.p/2"] = Array(hashes[32...] + hashes[..<32])
        #expect(try await changed.finding(self.trust)?.code == .tileChanged)
        changed = self.log
        changed.files["tile/1/000.p/2"]?[63] ^= 1
        let upper = try await changed.finding(self.trust)
        #expect(upper?.code == .tileChanged && upper?.entry == 256 && upper?.file == "tile/1/000.p/2")
    }

    @Test func `bundle and tile swapped together are found`() async throws {
        var changed = self.log
        for kind in ["tile/0", "tile/entries"] {
            changed.files["\(kind)/000"] = self.log.files["\(kind)/001"]
            changed.files["\(kind)/001"] = self.log.files["\(kind)/000"]
        }
        #expect(try await changed.finding(self.trust)?.entry == 0)
    }

    @Test func `a stale checkpoint is found beside a newer one`() async throws {
        let older = try PublishedLog(leaves: Array(Self.good[..<300]), witnesses: [self.witness])
        var stale = self.log
        for (path, bytes) in older.files { stale.files[path] = bytes }
        #expect(try await stale.finding(self.trust) == nil, "a checkpoint of the log says what it says")
        let finding = try await stale.finding(self.trust, older: self.log)
        #expect(finding?.code == .checkpointStale && finding?.entry == 300)
    }

    @Test func `random changes to random files are all found`() async throws {
        var generator = SeededGenerator(seed: 6)
        let paths = self.log.files.keys.sorted().filter { $0 != "checkpoint" }
        let folder = try FolderForTests(self.log)
        let check = LogCheck(folder.log, trust: self.trust)
        for round in 0..<60 {
            let path = generator.pick(paths)
            var bytes = self.log.files[path] ?? []
            let position = generator.number(below: bytes.count)
            switch generator.number(below: 3) {
            case 0: bytes[position] ^= UInt8(1 << generator.number(below: 8))
            case 1: bytes.remove(at: position)
            default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: position)
            }
            try folder.put(bytes, at: path)
            guard case .bad(let finding) = try await check.run() else {
                Issue.record("round \(round): a change to \(path) at \(position) passes")
                continue
            }
            #expect(finding.file?.hasPrefix("tile/") == true)
            try folder.put(self.log.files[path] ?? [], at: path)
        }
    }
}
