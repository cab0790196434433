import Cryptography
import KeyManagement
import Keys
import Storage

extension Simulation {
    /// Most slots a run keeps.
    private static let mostSlots = 6

    /// Adds a slot, or two that are needed together, or takes one away.
    mutating func changeSlots() async throws {
        if self.vault.slots.count >= Self.mostSlots || self.random.oneIn(3) { return try await self.removeSlot() }
        let free = (0..<UInt8(RootKeySlot.most)).filter { self.vault.slots[$0] == nil }
        if self.random.oneIn(3) {
            try await self.addPair(free[0], free[1])
        } else {
            try await self.addSlot(free[0])
        }
    }

    private mutating func addSlot(_ number: UInt8) async throws {
        let provider = self.random.pick(self.process.providers)
        self.log("add slot \(number) of the \(provider.kind) provider")
        let slot = try await provider.slot(holding: self.process.opened.keys.rootKey, number: number)
        if try await self.add([slot]) { self.vault.add(number, by: provider.kind) }
    }

    private mutating func addPair(_ first: UInt8, _ second: UInt8) async throws {
        let providers = (self.random.pick(self.process.providers), self.random.pick(self.process.providers))
        self.log("add slots \(first) and \(second) of the \(providers.0.kind) and \(providers.1.kind) providers")
        let slots = try await self.process.pair(
            self.process.opened.keys.rootKey, self.vault.freePair, (first, second), providers)
        guard try await self.add(slots) else { return }
        self.vault.add((first, providers.0.kind), togetherWith: (second, providers.1.kind))
    }

    /// Returns whether they are there now.
    private mutating func add(_ slots: [RootKeySlot]) async throws -> Bool {
        let checkValue = self.process.opened.keys.rootKey.checkValue
        let made = try await self.attempt { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(AddSlots(slots, checkValue: checkValue), by: caller))
        }
        return made.tookEffect
    }

    private mutating func removeSlot() async throws {
        let number = self.random.pick(self.vault.numbers)
        var rest = self.vault
        let expected: ManagementError.Code? = rest.remove(number) ? nil : .lastSlot
        self.log("remove slot \(number)")
        let made = try await self.attempt(expecting: expected) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(RemoveSlot(number), by: caller))
        }
        if made.tookEffect { self.vault = rest }
    }

    /// Another root key comes into the same slots. The old slots are worth nothing afterwards.
    mutating func replaceRootKey() async throws {
        self.log("replace the root key")
        let (process, vault) = (self.process, self.vault)
        let before = try await process.storedSlots().slots
        let made = try await self.attempt { (plane, caller) throws(ManagementError) in
            .init(unproven: try await process.replaceRootKey(plane, by: caller, in: vault))
        }
        guard made.tookEffect else { return }
        let checkValue = try await process.storedSlots().checkValue
        let opening = await SlotOpening.attempt(before, checkValue: checkValue, providers: process.providers)
        if case .opened = opening.step { throw Discrepancy(finding: "a slot of the old root key opens the store") }
    }
}
