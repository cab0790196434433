import Foundation
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

/// A bit flips in the file while the server is down.
@Suite struct IndexScrubTests {
    private func filled(_ count: Int) async throws -> (StoreFolder, [KeyRecord]) {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var fixture = Fixture(seed: 71)
        let keys = (0..<count).map { _ in fixture.key() }
        try await store.write(.ordinary) { store in
            for key in keys { try store.insert(key) }
        }
        await store.close()
        return (folder, keys)
    }

    /// Scrubs to the end and gives what was mended.
    private func scrub(_ store: SQLiteStore) async throws -> [String] {
        var scrub = IndexScrub()
        while !scrub.isAtEnd { scrub = try await store.continued(scrub, for: .zero) }
        return scrub.repairs
    }

    /// Every place of some bytes in the file.
    private func places(of needle: some Sequence<UInt8>, in file: Data) -> [Int] {
        let needle = Data(needle)
        var places: [Int] = []
        var rest = file.startIndex..<file.endIndex
        while let found = file.range(of: needle, in: rest) {
            places.append(found.lowerBound)
            rest = found.upperBound..<file.endIndex
        }
        return places
    }

    @Test func `an undamaged store has nothing to mend, however small the turns`() async throws {
        let (folder, _) = try await self.filled(350)
        let store = try await folder.open()
        #expect(try await self.scrub(store).isEmpty)
        await store.close()
    }

    @Test func `an index that lost a key is built anew, and the key is found`() async throws {
        let (folder, keys) = try await self.filled(350)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        let victim = keys[170]
        var repaired = 0
        for place in self.places(of: victim.id.characters, in: whole) {
            var damaged = whole
            damaged[place + 3] ^= 4
            try damaged.write(to: URL(fileURLWithPath: folder.database))
            let store = try await folder.open()
            let repairs = try await self.scrub(store)
            do {
                // A start reads every key, and refuses where the row itself was hit.
                try await store.read { try $0.forEachKey { _ in } }
                let found = try await store.read { try $0.key(victim.id) }
                #expect(found == victim, "byte \(place)")
                repaired += repairs.isEmpty ? 0 : 1
            } catch let failure as StorageError {
                #expect(failure.code == .damaged)
            }
            await store.close()
        }
        // The index of ids, and those that lists go by.
        #expect(repaired >= 2)
    }
}
