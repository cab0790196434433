import Auditing
import Cryptography
package import Keys
import Storage

/// Makes unreadable for good what audit entries tell of an identity, by erasing the keys it is sealed under. The entries
/// themselves, and every proof of them, stay as they are.
package struct EraseIdentity: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    private let id: IdentityID

    package init(_ id: IdentityID) { self.id = id }

    package func perform(in act: Act) throws -> ErasedIdentity {
        let identity = try act.reader.existing(self.id)
        let live = try act.reader.dataKeys(of: self.id.description, in: nil).filter { $0.erasedAt == nil }
        for key in live {
            var erased = key
            erased.erase(at: act.now)
            erased.revision = key.revision &+ 1
            try act.transaction.update(erased)
        }
        try act.record(.identityErase, .init(identity), reason: "data keys: \(live.count)")
        return .init(identity: identity, erasedKeys: live.count)
    }
}
