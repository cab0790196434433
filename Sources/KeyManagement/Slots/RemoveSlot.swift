import Auditing
import Cryptography
package import Keys
import Storage

/// Removes a slot, and the one it is needed together with. The last way to the root key stays.
package struct RemoveSlot: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    private let number: UInt8

    package init(_ number: UInt8) { self.number = number }

    package func perform(in act: Act) throws -> [SlotDescription] {
        let there = try act.reader.rootKeySlots()
        let bundle = SlotPlan(there).bundle(of: self.number)
        guard !bundle.isEmpty else { throw ManagementError.notFound("slot \(self.number)") }
        let left = there.filter { slot in !bundle.contains(slot) }
        guard SlotPlan(left).ways > 0 else {
            throw ManagementError(
                .lastSlot, "Slot \(self.number) is the last way to the root key.", fix: "Add another slot first.")
        }
        for slot in bundle {
            try act.transaction.removeRootKeySlot(slot.number)
            try act.record(.slotRemove, .init(slot), reason: slot.kind)
        }
        return SlotDescription.all(of: left)
    }
}
