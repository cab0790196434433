import Auditing
package import Keys
import Storage

/// Makes unreadable for good from where an operator acted, once the operator can act no more: nobody covers tracks and goes
/// on. Which acts these were stays in the log.
package struct EraseOperator: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    private let id: OperatorID

    package init(_ id: OperatorID) { self.id = id }

    package func perform(in act: Act) throws -> Erased<Operator> {
        let found = try act.reader.existing(self.id)
        guard found.revokedAt != nil else {
            throw ManagementError(
                .operatorActive, "The operator “\(found.name)” is not revoked: its next act would be told of again.",
                fix: "Revoke the operator first.")
        }
        let erased = Erased(person: found, keys: try act.eraseKeys(ofDetailsAbout: self.id.description))
        try act.record(.operatorErase, .init(found), reason: "data keys: \(erased.keys)")
        return erased
    }
}
