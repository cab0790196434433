package import Admission

/// What is to be done with a request.
package enum VerifyOutcome: Sendable {
    /// The answer is written.
    case answered
    /// Leaves the loop; when it is done, `VerifySurface.answer(_:keepsAlive:in:to:)` writes the answer.
    case perform(HolderAct)
    /// Leaves the loop until something is published or the time is over; then
    /// `VerifySurface.answer(changes:upTo:keepsAlive:in:to:)`.
    case awaitChanges(ChangeQuery)
    /// Leaves the loop until a slow proof is made (`ForeignDesk.whenDone`); then the whole request is asked again. Nothing
    /// is written or to be recorded yet, and nobody is charged but the caller, if it is proven
    /// (`VerifyContext.callerHasPaid`). When the shell has waited long enough it asks without `mayAwaitProof`, and gets an
    /// answer.
    case awaitProof(ForeignTicket, callerHasPaid: Bool)
    /// What a quota may spend ahead of the disk is spent: waits for so long, then the whole request is asked again as behind a
    /// proof. When it has waited for `RefusalWait.longest` the shell asks without `mayAwaitProof`.
    case awaitQuota(RefusalWait, callerHasPaid: Bool)
}
