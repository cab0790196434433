import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct SlotOperationsTests {
    private static let checkValue = Digest256(words: (1, 2, 3, 4))

    private static func slot(_ number: UInt8, _ share: RootKeyShare = .whole) -> RootKeySlot {
        .init(number: number, kind: "file", share: share, wrapped: [number])
    }

    /// A world whose store has these slots.
    private static func world(_ slots: [RootKeySlot]) async throws -> ManagementWorld {
        let world = try await ManagementWorld()
        try await world.store.write(.ordinary) { try $0.replaceRootKey(checkValue: Self.checkValue, slots: slots) }
        return world
    }

    private static func actions(_ world: ManagementWorld) async throws -> [AuditAction] {
        try await world.store.read {
            try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 99).map(\.entry.action)
        }
    }

    @Test func `slots are added with an entry each`() async throws {
        let world = try await Self.world([Self.slot(0)])
        let pair = [Self.slot(1, .part(.first, pair: 0)), Self.slot(2, .part(.second, pair: 0))]
        let after = try await world.perform(AddSlots(pair, checkValue: Self.checkValue))
        #expect(after.map(\.number) == [0, 1, 2])
        #expect(after.map(\.partner) == [nil, 2, 1])
        #expect(try await Self.actions(world) == [.slotAdd, .slotAdd])
    }

    @Test func `slots of another root key, or where one is by now, are refused`() async throws {
        let world = try await Self.world([Self.slot(0), Self.slot(3, .part(.first, pair: 1))])
        let refused = [
            AddSlots([Self.slot(1)], checkValue: Digest256(words: (9, 9, 9, 9))),
            AddSlots([Self.slot(0)], checkValue: Self.checkValue),
            AddSlots([Self.slot(4, .part(.first, pair: 1))], checkValue: Self.checkValue),
        ]
        for operation in refused {
            let error = await #expect(throws: ManagementError.self) { try await world.perform(operation) }
            #expect(error?.code == .slotUnavailable)
        }
        #expect(try await Self.actions(world).isEmpty)
    }

    @Test func `a slot goes with the one it is needed together with`() async throws {
        let world = try await Self.world([
            Self.slot(0), Self.slot(1, .part(.first, pair: 0)), Self.slot(2, .part(.second, pair: 0)),
        ])
        let left = try await world.perform(RemoveSlot(2))
        #expect(left.map(\.number) == [0])
        #expect(try await world.answer(RootKeySlots()) == [Self.slot(0)])
        #expect(try await Self.actions(world) == [.slotRemove, .slotRemove])
    }

    @Test func `the last way in stays, whatever it is made of`() async throws {
        let pair = [Self.slot(1, .part(.first, pair: 0)), Self.slot(2, .part(.second, pair: 0))]
        let half = Self.slot(5, .part(.first, pair: 3))
        for slots in [[Self.slot(0)], pair, [Self.slot(0), half]] {
            let world = try await Self.world(slots)
            let error = await #expect(throws: ManagementError.self) {
                try await world.perform(RemoveSlot(slots[0].number))
            }
            #expect(error?.code == .lastSlot)
            #expect(try await world.answer(RootKeySlots()) == slots)
            #expect(try await Self.actions(world).isEmpty)
        }
        let world = try await Self.world([Self.slot(0)])
        let missing = await #expect(throws: ManagementError.self) { try await world.perform(RemoveSlot(7)) }
        #expect(missing?.code == .notFound)
    }

    @Test func `ways are counted by what is whole or complete`() {
        let first = Self.slot(1, .part(.first, pair: 0))
        let second = Self.slot(2, .part(.second, pair: 0))
        #expect(SlotPlan([]).ways == 0)
        #expect(SlotPlan([first]).ways == 0)
        #expect(SlotPlan([second]).ways == 0)
        #expect(SlotPlan([first, second]).ways == 1)
        #expect(SlotPlan([first, second, Self.slot(0)]).ways == 2)
        #expect(SlotPlan([first, Self.slot(0)]).freeNumbers.first == 2)
        #expect(SlotPlan([first]).freePair == 1)
        #expect(SlotPlan((0..<16).map { Self.slot($0) }).freeNumbers.isEmpty)
    }

    @Test func `sealing and opening leave an entry about the installation`() async throws {
        let world = try await Self.world([Self.slot(0)])
        try await world.perform(NoteSealing(.seal))
        try await world.perform(NoteSealing(.unseal))
        let entries = try await world.store.read {
            try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 9).map(\.entry)
        }
        #expect(entries.map(\.action) == [.systemSeal, .systemUnseal])
        #expect(entries.allSatisfy { $0.object.id == "installation" && $0.newStateHash == nil })
    }
}
