import Cryptography
import Foundation
import Keys
import SQLiteStorage
import Storage
import Testing

@testable import GatehouseServer

/// A locked store with slots that take a person: what opens it, and what is remembered meanwhile.
@Suite struct SealedVaultTests {
    private static let words = ["correct horse battery", "staple and some rain", "neither of the others"]

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    private let rootKey = RootKey(randomBytes: SecureRandom.system)

    private func provider(_ index: Int) throws -> PassphraseProvider {
        var bytes = Array(Self.words[index].utf8)
        let parameters = try Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 1)
        return PassphraseProvider(
            passphrase: try Passphrase(SecretBytes(consuming: &bytes)), parameters: parameters,
            randomBytes: SecureRandom.system)
    }

    /// A vault over a store with these slots.
    private func withVault(
        _ slots: [RootKeySlot], _ body: (inout SealedVault) async throws -> Void
    ) async throws {
        let locked = try LockedStore(folder: self.folder, reserveSize: 1 << 16).create(self.rootKey, slots: slots)
        var vault = SealedVault(locked, checkValue: self.rootKey.checkValue)
        try await body(&vault)
        locked.close()
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    private func pair() async throws -> [RootKeySlot] {
        try await SlotPair.make(
            of: self.rootKey, pair: 0, numbers: (0, 1), providers: (try self.provider(0), try self.provider(1)),
            randomBytes: SecureRandom.system)
    }

    @Test func `one passphrase opens its slot, another opens nothing`() async throws {
        let slots = [try await self.provider(0).slot(holding: self.rootKey, number: 0)]
        try await self.withVault(slots) { vault in
            #expect(vault.wantsPassphrase)
            let wrong = await vault.open(with: [try self.provider(2)], at: 0)
            #expect(wrong.rootKey == nil && wrong.opened == 0 && wrong.failure?.code == .envelopeRejected)
            let elsewhere = await vault.open(with: [try self.provider(0)], slot: 1, at: 0)
            #expect(elsewhere.rootKey == nil && elsewhere.failure == nil)
            let right = await vault.open(with: [try self.provider(0)], at: 0)
            #expect(right.rootKey?.checkValue == self.rootKey.checkValue)
        }
    }

    @Test(arguments: [[0, 1], [1, 0]]) func `two that are needed together open it one after the other`(
        _ order: [Int]
    ) async throws {
        try await self.withVault(try await self.pair()) { vault in
            let first = await vault.open(with: [try self.provider(order[0])], at: 0)
            #expect(first.rootKey == nil && first.opened == 1)
            #expect(vault.openedSlots == [UInt8(order[0])])
            #expect(vault.wanted.map(\.number) == [UInt8(order[1])])
            let again = await vault.open(with: [try self.provider(order[0])], at: 0)
            #expect(again.rootKey == nil && again.opened == 0, "the same half twice is no key")
            let second = await vault.open(with: [try self.provider(order[1])], at: 0)
            #expect(second.rootKey?.checkValue == self.rootKey.checkValue)
        }
    }

    @Test func `half of a key is forgotten after a while`() async throws {
        try await self.withVault(try await self.pair()) { vault in
            _ = await vault.open(with: [try self.provider(0)], at: 5)
            vault.forgetStale(at: 4 + SealedVault.patience)
            #expect(vault.openedSlots == [0])
            vault.forgetStale(at: 5 + SealedVault.patience)
            #expect(vault.openedSlots.isEmpty)
            let second = await vault.open(with: [try self.provider(1)], at: 5 + SealedVault.patience)
            #expect(second.rootKey == nil && second.opened == 1)
        }
    }

    @Test func `halves of different keys are both refused`() async throws {
        let other = try await SlotPair.make(
            of: RootKey(randomBytes: SecureRandom.system), pair: 0, numbers: (0, 1),
            providers: (try self.provider(0), try self.provider(1)), randomBytes: SecureRandom.system)
        let mixed = [try await self.pair()[0], other[1]]
        try await self.withVault(mixed) { vault in
            _ = await vault.open(with: [try self.provider(0)], at: 0)
            let second = await vault.open(with: [try self.provider(1)], at: 0)
            #expect(second.rootKey == nil && second.opened == 0)
            #expect(vault.openedSlots.isEmpty)
            #expect(vault.wanted.isEmpty)
        }
    }
}
