package import Storage

/// An act that creates something and may be repeated under an idempotency key.
package protocol CreatingOperation: ManagementOperation {
    /// What the idempotency record says was created.
    func created(_ output: Output) -> CreatedResource

    /// The answer to the same request sent again: what is there, with a fresh secret in place of the one shown before
    /// as long as nobody has used that.
    func replay(_ record: IdempotencyRecord, in act: Act) throws -> Output
}
