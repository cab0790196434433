package import Keys

/// One row that a commit wrote, as it is now.
package enum StoreChange: Sendable {
    case project(Project)
    case environment(Environment)
    case pepper(SealedPepper)
    case identity(Identity)
    case role(Role)
    case policy(Policy)
    case key(KeyRecord)
    case `operator`(Operator)
    case foreignCredential(ForeignCredential)
}
