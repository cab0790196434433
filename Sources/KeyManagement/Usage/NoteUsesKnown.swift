package import Keys
import Storage

/// Writes down until when every use is in the store, so that a start can tell which keys were not used. Done by the server
/// itself; no entry, no publication.
package struct NoteUsesKnown: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let moment: WallTime

    package init(_ moment: WallTime) { self.moment = moment }

    package func perform(in act: Act) throws {
        // What a clock tells that is ahead is not believed.
        let moment = min(self.moment, act.now)
        guard try act.transaction.moment(.usesKnown).map({ moment > $0 }) ?? true else { return }
        try act.transaction.put(.usesKnown, at: moment)
    }
}
