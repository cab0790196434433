import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct ReplaceRootKeyTests {
    private static let slot = RootKeySlot(number: 3, kind: "passphrase", wrapped: [9])

    private func replace(_ world: RekeyingWorld) async throws -> Rekeying {
        try await world.world.plane.replaceRootKey(by: ManagementWorld.root) { _, _ in [Self.slot] }
    }

    @Test func `everything under the old root key lies under the new one`() async throws {
        let world = try await RekeyingWorld(subjects: 3)
        let environment = try await world.world.makeEnvironment()
        let key = try await world.world.issue(in: environment)
        let (old, before) = (world.keys.rootKey, try await world.addresses())
        let rekeying = try await self.replace(world)
        #expect(rekeying.phase == .finished && rekeying.moved > 0)
        let new = world.keys.rootKey
        #expect(new.checkValue != old.checkValue)

        let (check, slots, system, keyring, peppers) = try await world.world.store.read { reader in
            (
                try reader.rootKeyCheckValue(), try reader.rootKeySlots(), try reader.systemKeys(),
                try reader.keyringKeys(of: nil), try reader.peppers(of: environment.id)
            )
        }
        #expect(check == new.checkValue)
        #expect(slots == [Self.slot])
        _ = try SystemKeys(opening: system, under: new)
        #expect(throws: CryptographyError.self) { try SystemKeys(opening: system, under: old) }
        for row in keyring {
            _ = try row.opened(under: new)
            #expect(throws: CryptographyError.self) { try row.opened(under: old) }
        }
        #expect(!keyring.isEmpty && peppers.count == 1)

        try await world.crash()
        #expect(try await world.addresses().prefix(before.count) == before[...])
        #expect(world.world.desk().refusal(of: try key.bytes()) == nil)
        try await world.act(as: 7)
        _ = try await world.world.perform(CreateEnvironment(projectID: environment.projectID, name: "b", tag: "b"))
        try await world.crash()
        let acts = try await world.world.entries().map(\.action).filter { $0.rawValue.hasPrefix("rotation.") }
        #expect(acts == [.rotationStart, .rotationResidualZero, .rotationFinish])
    }

    @Test func `when it is refused the old root key stays`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        let old = world.keys.rootKey
        await expectRefusal(.rotationUnderWay) {
            _ = try await world.world.plane.replaceRootKey(by: ManagementWorld.root) { _, _ in
                // Somebody changes the slots in the meantime.
                try await world.world.store.write(.ordinary) { try $0.removeRootKeySlot(0) }
                return [Self.slot]
            }
        }
        #expect(world.keys.rootKey.checkValue == old.checkValue)
        try await world.act(as: 2)
        try await world.crash()
        #expect(try await world.addresses().count >= 2)
    }

    @Test func `a dry run changes nothing`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        let old = world.keys.rootKey
        _ = try await world.world.plane.replaceRootKey(by: ManagementWorld.root, isDryRun: true) { _, _ in
            [Self.slot]
        }
        #expect(world.keys.rootKey.checkValue == old.checkValue)
        let check = try await world.world.store.read { try $0.rootKeyCheckValue() }
        #expect(check == old.checkValue)
    }

    @Test func `one at a time`() async throws {
        let world = try await RekeyingWorld()
        #expect(world.keys.expect(RootKey(randomBytes: SecureRandom.system)))
        await expectRefusal(.rotationUnderWay) { _ = try await self.replace(world) }
        world.keys.settle(on: world.keys.rootKey)
        _ = try await self.replace(world)
    }
}
