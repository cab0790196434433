import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

/// A world whose store seals details with the same keys that the control plane has, in one life after another.
final class RekeyingWorld {
    let keys: StoreKeys
    let clock = ManualClock()
    private let randomness = FixedRandomness(seed: 5)
    private var store: InMemoryStore?
    private(set) var world: ManagementWorld
    /// Whose entries they are.
    let project: ProjectID

    /// `details` entries tell of as many callers.
    init(subjects: Int = 0) async throws {
        let rootKey = RootKey(randomBytes: SecureRandom.system)
        self.keys = StoreKeys(rootKey: rootKey, systemKeys: .draw(randomBytes: SecureRandom.system))
        (self.world, self.store) = try await Self.open(
            .init(keys: self.keys), self.keys, self.clock, self.randomness)
        let slot = RootKeySlot(number: 0, kind: "file", wrapped: [1])
        try await self.world.store.write(.ordinary) {
            try $0.replaceRootKey(checkValue: rootKey.checkValue, slots: [slot])
        }
        self.project = try await self.world.perform(CreateProject(name: "details")).id
        for number in 0..<subjects { try await self.act(as: number) }
    }

    /// The process dies and comes back.
    func crash() async throws {
        let image = try #require(self.store).image
        (self.world, self.store) = try await Self.open(image, self.keys, self.clock, self.randomness)
    }

    /// Leaves an entry whose details tell of that local user.
    func act(as number: Int) async throws {
        try await self.world.plane.perform(
            CreateIdentity(
                projectID: self.project, category: .service, name: "of-\(number)-\(try await self.entryCount())"),
            by: .init(actor: .local(uid: UInt32(number)), address: IPAddress("192.0.2.\(number % 200)")))
    }

    /// The addresses that entries tell, in order.
    func addresses() async throws -> [String] {
        try await self.world.store.read { reader in
            try reader.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: .max)
                .compactMap { $0.details.map { String(decoding: $0.json, as: UTF8.self) } }
        }
    }

    func keyring(_ tenant: String? = nil) async throws -> [KeyringKey] {
        try await self.world.store.read { try $0.keyringKeys(of: tenant) }
    }

    private func entryCount() async throws -> Int {
        try await self.world.store.read { reader in
            try reader.auditEntries(matching: .init(), .newestFirst, from: nil, limit: 1).first
                .map { Int($0.entry.sequence) + 1 } ?? 0
        }
    }

    private static func open(
        _ image: InMemoryStore.Image, _ keys: StoreKeys, _ clock: ManualClock, _ randomness: FixedRandomness
    ) async throws -> (ManagementWorld, InMemoryStore?) {
        let box = StoreBox()
        let world = try await ManagementWorld(
            clock: clock, randomness: randomness, keys: keys,
            makeStore: { try box.keep(InMemoryStore(image: image, signer: .fixed(), publish: $0)) })
        return (world, box.store)
    }

    func dataKeys(_ tenant: String) async throws -> [SealedDataKey] {
        try await self.world.store.read {
            try $0.dataKeys(in: tenant, createdBefore: .init(milliseconds: .max), after: nil, limit: .max)
        }
    }
}
