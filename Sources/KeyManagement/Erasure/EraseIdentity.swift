import Auditing
package import Keys
import Storage

/// Makes unreadable for good what audit entries tell of an identity, by erasing the keys it is sealed under. The entries
/// themselves, and every proof of them, stay as they are.
package struct EraseIdentity: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    private let id: IdentityID

    package init(_ id: IdentityID) { self.id = id }

    package func perform(in act: Act) throws -> Erased<Identity> {
        let identity = try act.reader.existing(self.id)
        let erased = Erased(person: identity, keys: try act.eraseKeys(ofDetailsAbout: self.id.description))
        try act.record(.identityErase, .init(identity), reason: "data keys: \(erased.keys)")
        return erased
    }
}
