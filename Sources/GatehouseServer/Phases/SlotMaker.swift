import Cryptography
import KeyManagement

/// Makes the slots of an order: one with the whole root key, or two with half of it each.
struct SlotMaker: Sendable {
    let sources: RootKeySources
    let rootKey: RootKey

    /// The slots that would be made, with nothing in them.
    func planned(_ order: SlotOrder, beside there: [RootKeySlot]) throws(ManagementError) -> [RootKeySlot] {
        for part in [order.first, order.second].compactMap(\.self) where self.sources.keepsKeyWithData(part) {
            throw ManagementError(
                .slotUnavailable,
                "The key file would lie inside the data folder, where one backup or one thief takes both.",
                fix: "Name a file elsewhere.")
        }
        let plan = SlotPlan(there)
        let numbers = plan.freeNumbers
        guard let second = order.second else {
            guard let number = numbers.first else { throw Self.full }
            return [.init(number: number, kind: order.first.kind.rawValue, wrapped: [])]
        }
        guard numbers.count >= 2, let pair = plan.freePair else { throw Self.full }
        return [
            .init(
                number: numbers[0], kind: order.first.kind.rawValue, share: .part(.first, pair: pair), wrapped: []),
            .init(number: numbers[1], kind: second.kind.rawValue, share: .part(.second, pair: pair), wrapped: []),
        ]
    }

    /// The slots, ready to be stored.
    func make(_ order: SlotOrder, beside there: [RootKeySlot]) async throws -> [RootKeySlot] {
        let planned = try self.planned(order, beside: there)
        let first = try self.sources.provider(for: order.first)
        guard let second = order.second, case .part(_, let pair) = planned[0].share else {
            return [try await first.slot(holding: self.rootKey, number: planned[0].number)]
        }
        return try await SlotPair.make(
            of: self.rootKey, pair: pair, numbers: (planned[0].number, planned[1].number),
            providers: (first, try self.sources.provider(for: second)), randomBytes: SecureRandom.system)
    }

    private static let full = ManagementError(
        .slotUnavailable, "There are \(RootKeySlot.most) slots already.", fix: "Remove one first.")
}
