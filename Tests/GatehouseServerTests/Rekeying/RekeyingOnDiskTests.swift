import Admission
import Auditing
import Cryptography
import Foundation
import KeyManagement
import Keys
import SQLiteStorage
import Storage
import TestKit
import Testing

@testable import GatehouseServer

/// Fault 15 of the reliability table, as far as a restart after every step goes: rotations over a real store.
@Suite struct RekeyingOnDiskTests {
    @Test(arguments: [RekeyingKind.keyring, .dataKeys, .pepper])
    func `a restart after any step loses nothing`(kind: RekeyingKind) async throws {
        let world = try await SQLiteWorld()
        let environment = try await world.world.makeEnvironment()
        let key = try await world.world.issue(in: environment)
        let token = try #require(key.token).copy
        for number in 0..<20 { try await world.act(as: number, in: environment.projectID) }
        let before = try await world.details()
        world.advance(seconds: 1)
        let id = try await world.world.perform(
            StartRekeying(kind, of: kind == .pepper ? .environment(environment.id) : .project(environment.projectID))
        ).id
        var phase = RekeyingPhase.prepared
        for _ in 0..<500 where phase != .finished {
            try await world.restart()
            let desk = AdmissionDesk(world.world.publication, clock: world.world.clock)
            #expect(desk.refusal(of: token) == nil)
            try await world.world.perform(RehashVersions(desk.rehashes.take()))
            phase = try await world.world.plane.advance(id, steps: 1, by: .system).phase
            world.advance(seconds: 600)
        }
        #expect(phase == .finished)
        try await world.restart()
        #expect(try await world.details().prefix(before.count) == before[...])
        #expect(try await world.world.answer(GetRekeying(id)).remaining == 0)
        let acts = try await world.store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: .max)
                .map(\.entry.action.rawValue).filter { $0.hasPrefix("rotation.") }
        }
        #expect(acts == ["rotation.start", "rotation.residual_zero", "rotation.finish"])
        await world.store.close()
    }

    @Test func `a restart after any step loses none of a leaked pepper's keys`() async throws {
        let world = try await SQLiteWorld()
        let environment = try await world.world.makeEnvironment()
        var tokens: [[UInt8]] = []
        for _ in 0..<200 { tokens.append(try #require(try await world.world.issue(in: environment).token).copy) }
        world.advance(seconds: 1)
        let id = try await world.world.perform(
            StartRekeying(.pepper, of: .environment(environment.id), isLeaked: true)
        ).id
        var rekeying = try await world.world.answer(GetRekeying(id))
        for _ in 0..<100 where rekeying.leak?.nestedAt == nil {
            try await world.restart()
            let desk = AdmissionDesk(world.world.publication, clock: world.world.clock)
            for token in tokens { #expect(desk.refusal(of: token) == nil) }
            rekeying = try await world.world.plane.advance(id, steps: 1, by: .system)
        }
        #expect(rekeying.leak?.nested == 200 && rekeying.remaining == 200 && rekeying.moved == 200)
        for _ in 0..<100 where rekeying.phase != .finished {
            try await world.restart()
            let desk = AdmissionDesk(world.world.publication, clock: world.world.clock)
            for token in tokens { #expect(desk.refusal(of: token) == nil) }
            try await world.world.perform(RehashVersions(desk.rehashes.take()))
            rekeying = try await world.world.plane.advance(id, steps: 1, by: .system)
            world.advance(seconds: 600)
        }
        #expect(rekeying.phase == .finished)
        try await world.restart()
        let desk = AdmissionDesk(world.world.publication, clock: world.world.clock)
        for token in tokens { #expect(desk.refusal(of: token) == nil) }
        #expect(desk.rehashes.take().isEmpty)
        await world.store.close()
    }

    /// How many of these digests stand anywhere in the files of the store.
    private func count(_ digests: [Digest256], in folder: String) throws -> Int {
        var found: Set<[UInt8]> = []
        let wanted = Dictionary(grouping: digests.map(\.bytes)) { $0[0] }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let content = [UInt8](FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data())
            for place in content.indices.dropLast(31) {
                guard let candidates = wanted[content[place]] else { continue }
                let here = content[place..<(place + 32)]
                for digest in candidates where here.elementsEqual(digest) { found.insert(digest) }
            }
        }
        return found.count
    }

    @Test func `what a leaked pepper alone told stands in no file once it is said that nothing is left`() async throws {
        let world = try await SQLiteWorld()
        let environment = try await world.world.makeEnvironment()
        var ids: [KeyID] = []
        for _ in 0..<400 { ids.append(try await world.world.issue(in: environment).key.record.id) }
        let digests = try await world.store.read { [ids] reader in
            try ids.compactMap { try reader.key($0)?.versions.first?.digest }
        }
        let folder = world.folder + "/data"
        #expect(try self.count(digests, in: folder) == 400, "they were there")
        let id = try await world.world.perform(
            StartRekeying(.pepper, of: .environment(environment.id), isLeaked: true)
        ).id
        var rekeying = try await world.world.answer(GetRekeying(id))
        for _ in 0..<100 where rekeying.leak?.nestedAt == nil {
            rekeying = try await world.world.plane.advance(id, steps: 1, by: .system)
        }
        #expect(rekeying.leak?.nested == 400 && rekeying.leak?.nestedAt != nil)
        #expect(try self.count(digests, in: folder) == 0)
        let nested = try await world.store.read { [ids] reader in
            try ids.compactMap { try reader.key($0)?.versions.first?.digest }
        }
        #expect(try self.count(nested, in: folder) == 400, "nothing else went")
        await world.store.close()
    }

    @Test func `another root key opens the store, and the old one does not`() async throws {
        let world = try await SQLiteWorld()
        let project = try await world.world.perform(CreateProject(name: "p")).id
        for number in 0..<5 { try await world.act(as: number, in: project) }
        let (old, before) = (world.store.keys.rootKey, try await world.details())
        let exchange = RootKeyExchange(providers: [world.provider], randomBytes: SecureRandom.system)
        let rekeying = try await world.world.plane.replaceRootKey(by: ManagementWorld.root) { rootKey, slots in
            try await exchange.slots(for: rootKey, replacing: slots)
        }
        #expect(rekeying.phase == .finished)
        // The same process goes on, and so does the next.
        try await world.act(as: 6, in: project)
        try await world.restart()
        #expect(world.store.keys.rootKey.checkValue != old.checkValue)
        #expect(try await world.details().prefix(before.count) == before[...])
        try await world.act(as: 7, in: project)
        await world.store.close()
    }

    @Test func `every slot must open before the root key is replaced`() async throws {
        let rootKey = RootKey(randomBytes: SecureRandom.system)
        let parameters = try Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)
        let person = { (words: String) throws(CryptographyError) in
            PassphraseProvider(
                passphrase: try Passphrase(SecretBytes(copying: Array(words.utf8).span)), parameters: parameters,
                randomBytes: SecureRandom.system)
        }
        let (first, second) = (try person("correct horse battery"), try person("staple in the stable"))
        let pair = try await SlotPair.make(
            of: rootKey, pair: 1, numbers: (4, 5), providers: (first, second), randomBytes: SecureRandom.system)
        let slots = [try await first.slot(holding: rootKey, number: 0)] + pair
        let new = RootKey(randomBytes: SecureRandom.system)
        await #expect(throws: ManagementError.self) {
            try await RootKeyExchange(providers: [first], randomBytes: SecureRandom.system)
                .slots(for: new, replacing: slots)
        }
        let made = try await RootKeyExchange(providers: [first, second], randomBytes: SecureRandom.system)
            .slots(for: new, replacing: slots)
        #expect(made.map(\.place) == slots.map(\.place))
        for providers in [[first], [first, second]] {
            let kept = providers.count == 1 ? Array(made.prefix(1)) : Array(made.dropFirst())
            let opening = await SlotOpening.attempt(kept, checkValue: new.checkValue, providers: providers)
            guard case .opened = opening.step else {
                Issue.record("the new root key does not come out")
                continue
            }
        }
    }
}
