import Auditing
package import Cryptography
package import Keys
import Storage

/// Stores slots that were made of the root key.
package struct AddSlots: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    private let slots: [RootKeySlot]
    private let checkValue: Digest256

    /// `checkValue` is that of the root key in them: they are refused when the store has another by now.
    package init(_ slots: [RootKeySlot], checkValue: Digest256) {
        self.slots = slots
        self.checkValue = checkValue
    }

    package func perform(in act: Act) throws -> [SlotDescription] {
        guard try act.reader.rootKeyCheckValue() == self.checkValue else {
            throw ManagementError(.slotUnavailable, "The root key was changed in the meantime.", fix: "Repeat it.")
        }
        let there = try act.reader.rootKeySlots()
        for slot in self.slots {
            let isTaken = there.contains {
                $0.number == slot.number || ($0.share == slot.share && slot.share != .whole)
            }
            guard !isTaken else {
                throw ManagementError(
                    .slotUnavailable, "Slot \(slot.number) was taken in the meantime.", fix: "Repeat it.")
            }
            try act.transaction.insert(slot)
            try act.record(.slotAdd, .init(slot), reason: slot.kind)
        }
        return SlotDescription.all(of: try act.reader.rootKeySlots())
    }
}
