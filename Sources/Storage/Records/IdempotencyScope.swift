/// Who sent an idempotency key where: the same text from another operator or for another path is another key.
package struct IdempotencyScope: Hashable, Sendable {
    /// `local:<uid>` or an operator id.
    package let actor: String
    /// Method and path of the request.
    package let operation: String
    /// The header's value, 1 to 255 characters.
    package let key: String

    package init(actor: String, operation: String, key: String) {
        self.actor = actor
        self.operation = operation
        self.key = key
    }
}
