import Keys
import TestKit
import Testing

@testable import Admission

@Suite struct KeyTableTests {
    private static func key(_ id: KeyID, versions: [UInt32] = [1], profile: String = "") -> CompiledKey {
        let made = versions.map { number in
            VersionEntry(
                digest: .init(words: (id.high, id.low, 0, UInt64(number))), notAfter: KeyEntry.noEnd, createdAt: 0,
                number: number, pepper: 0, isRevoked: false, isUnused: false)
        }
        let entry = KeyEntry(
            id: id, ownerID: nil, notBefore: 0, expiresAt: KeyEntry.noEnd, revokesAt: KeyEntry.noEnd, grants: 0,
            firstVersion: 0, environment: 0, versionCount: UInt8(versions.count), prefix: 0, boundary: .standard,
            state: .active, extras: nil)
        return .init(entry: entry, versions: made, profile: Array(profile.utf8))
    }

    /// What the table says of a key: the digests' last words and the profile.
    private static func content(of id: KeyID, in table: KeyTable) -> (numbers: [UInt64], profile: String)? {
        let segment = table.segment(holding: id)
        guard let position = segment.position(of: id) else { return nil }
        let entry = segment.entries[position]
        let versions = segment.versions(ofEntry: position).map { segment.versions[$0].digest.words }
        guard versions.allSatisfy({ $0.0 == id.high && $0.1 == id.low }) else { return nil }
        let start = Int(entry.profileStart)
        let profile = segment.profiles[start..<(start + Int(entry.profileCount))]
        return (versions.map(\.3), String(decoding: profile, as: UTF8.self))
    }

    private static func ids(_ count: Int, seed: UInt64) -> [KeyID] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in KeyID { random.bytes($0) } }
    }

    @Test func `keys are found in a table that outgrew its segments, and only they are`() {
        let ids = Self.ids(40_000, seed: 61)
        var table = KeyTable()
        for start in stride(from: 0, to: ids.count, by: 500) {
            table.set(ids[start..<(start + 500)].map { Self.key($0, profile: "\($0.low % 7)") })
        }
        #expect(table.count == ids.count)
        #expect(ids.allSatisfy { Self.content(of: $0, in: table)?.profile == "\($0.low % 7)" })
        #expect(Self.ids(1_000, seed: 62).allSatisfy { Self.content(of: $0, in: table) == nil })
        // A change copies a segment, so no segment may hold more than a few hundred keys.
        #expect(ids.allSatisfy { table.segment(holding: $0).entries.count < 256 })
    }

    @Test func `a table made at once is the one made key by key`() {
        let ids = Self.ids(30_000, seed: 63)
        var contents = KeyTable.emptyContents
        for id in ids { contents[KeyTable.group(of: id)].append(Self.key(id, versions: [1, 2], profile: "p")) }
        let table = KeyTable(groups: &contents)
        #expect(table.count == ids.count)
        #expect(ids.allSatisfy { Self.content(of: $0, in: table)?.numbers == [1, 2] })
        #expect(contents.allSatisfy { $0.count == 0 })
    }

    @Test func `changes of every size meet the key they are of and no other, and leave older tables as they were`() {
        var random = SeededGenerator(seed: 64)
        let ids = Self.ids(2_000, seed: 65)
        var table = KeyTable()
        table.set(ids.map { Self.key($0) })
        var expected = [KeyID: ([UInt64], String)](uniqueKeysWithValues: ids.map { ($0, ([1], "")) })
        for _ in 0..<500 {
            let before = table
            var changes: [KeyID: CompiledKey] = [:]
            for _ in 0...(random.next() % 4) {
                let id = ids[Int(random.next() % 2_000)]
                let numbers = (0...(random.next() % 3)).map { UInt32($0) + 7 }
                let profile = String(repeating: "x", count: Int(random.next() % 3))
                changes[id] = Self.key(id, versions: numbers, profile: profile)
            }
            table.set(changes.values)
            for (id, key) in changes {
                #expect(Self.content(of: id, in: before).map { $0 == expected[id] ?? ([], "") } == true)
                expected[id] = (key.versions.map { UInt64($0.number) }, String(decoding: key.profile, as: UTF8.self))
            }
        }
        for (id, content) in expected { #expect(Self.content(of: id, in: table).map { $0 == content } == true) }
        #expect(table.count == ids.count)
    }

    @Test func `an empty table knows nobody`() {
        let table = KeyTable()
        #expect(table.count == 0)
        #expect(Self.ids(10, seed: 66).allSatisfy { table.segment(holding: $0).position(of: $0) == nil })
    }
}
