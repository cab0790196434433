import Auditing
import Keys

/// Writes down that an operator key was used for the first time; from then on its secret is never replaced.
struct NoteOperatorUse: ManagementOperation {
    let id: OperatorID

    func perform(in act: Act) throws -> Operator {
        let before = try act.reader.existing(self.id)
        guard before.firstUsedAt == nil else { return before }
        var changed = before
        changed.firstUsedAt = act.now
        return try act.save(changed, replacing: before, .operatorLogin)
    }
}
