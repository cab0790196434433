import Auditing
import Cryptography
import Foundation
import Keys
import SQLiteStorage
import Storage
import Testing

/// What was taken away for good stands in no file of the data folder, once that is answered.
@Suite struct ForgettingTests {
    private let folder: StoreFolder
    private let store: SQLiteStore

    init() async throws {
        self.folder = try StoreFolder()
        self.store = try await self.folder.open()
        try await self.store.write(.ordinary) { store in
            for index in 0..<3 {
                _ = try store.append(
                    .init(
                        timestamp: Int64(index), tenant: "env_a", actor: .init(type: "local", id: "local:0"),
                        action: .keyIssue, object: .init(type: "key", id: "key_\(index)"),
                        details: .init(
                            ["address": "192.0.2.\(index)"], about: "person-\(index)", randomBytes: SecureRandom.system)
                    ))
            }
        }
    }

    /// Names of the files that hold these bytes anywhere.
    private func files(holding bytes: [UInt8]) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self.folder.path).filter { name in
            let content = FileManager.default.contents(atPath: "\(self.folder.path)/\(name)") ?? Data()
            return content.range(of: Data(bytes)) != nil
        }
    }

    /// Writes until the row has been in the log, in the file, and in the log again.
    private func spread(_ key: SealedDataKey) async throws {
        try await self.store.write(.ordinary) { store in
            guard var there = try store.dataKey(key.id) else { return }
            there.revision += 1
            try store.update(there)
        }
    }

    @Test func `an erased data key`() async throws {
        let key = try #require(try await self.store.read { try $0.dataKeys(of: "person-1", in: nil).first })
        try await self.spread(key)
        #expect(try !self.files(holding: key.envelope).isEmpty, "it was there")
        let there = try #require(try await self.store.read { try $0.dataKey(key.id) })
        try await self.store.write(.ordinary) { store in
            var erased = there
            erased.erase(at: .init(milliseconds: 9))
            erased.revision += 1
            try store.update(erased)
        }
        #expect(try self.files(holding: key.envelope) == [])
        let kept = try #require(try await self.store.read { try $0.dataKeys(of: "person-2", in: nil).first })
        #expect(try !self.files(holding: kept.envelope).isEmpty, "nothing else went")
        await self.store.close()
    }

    @Test func `a removed slot`() async throws {
        let slot = try #require(try await self.store.read { try $0.rootKeySlots().first })
        let other = RootKeySlot(number: 7, kind: slot.kind, wrapped: slot.wrapped.reversed())
        try await self.store.write(.ordinary) { try $0.insert(other) }
        #expect(try !self.files(holding: other.wrapped).isEmpty, "it was there")
        try await self.store.write(.ordinary) { try $0.removeRootKeySlot(7) }
        #expect(try self.files(holding: other.wrapped) == [])
        await self.store.close()
    }

    @Test func `what a crash left in the log goes with the first commit after a start`() async throws {
        let key = try #require(try await self.store.read { try $0.dataKeys(of: "person-1", in: nil).first })
        for _ in 0..<5 { try await self.spread(key) }
        let image = try self.folder.image()
        let before = Self.size(of: image)
        #expect(before > 0)
        await self.store.close()
        let again = try await self.folder.open(folder: image)
        try await again.write(.ordinary) { try $0.put(.rotationsNoted, at: .init(milliseconds: 1)) }
        #expect(Self.size(of: image) < before)
        #expect(try await again.read { try $0.dataKey(key.id) }?.envelope == key.envelope)
        await again.close()
    }

    private static func size(of folder: String) -> Int {
        FileManager.default.contents(atPath: folder + "/gatehouse.db-wal")?.count ?? 0
    }
}
