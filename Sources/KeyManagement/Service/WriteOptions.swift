package import Keys
import Storage

/// How a write is to be done, beyond what it does.
package struct WriteOptions: Hashable, Sendable {
    /// All checks and rights, then nothing is changed.
    package var isDryRun: Bool
    /// The revision the caller believes to change (`If-Match`).
    package var expectedRevision: UInt64?
    /// For creates: what makes a repeated request the same one.
    package var idempotency: Idempotency?

    package init(isDryRun: Bool = false, expectedRevision: UInt64? = nil, idempotency: Idempotency? = nil) {
        self.isDryRun = isDryRun
        self.expectedRevision = expectedRevision
        self.idempotency = idempotency
    }

    /// An `Idempotency-Key` and what it was sent with.
    package struct Idempotency: Hashable, Sendable {
        /// Longest key, in characters.
        package static let longestKey = 255
        /// How long a record is kept.
        package static let lifetimeSeconds: Int64 = 86_400

        /// Method and path of the request.
        package let operation: String
        /// The header's value: 1 to 255 characters.
        package let key: String
        /// SHA-256 of the request's body.
        package let bodyDigest: Digest256

        package init(operation: String, key: String, bodyDigest: Digest256) {
            self.operation = operation
            self.key = key
            self.bodyDigest = bodyDigest
        }

        func scope(of actor: Actor) -> IdempotencyScope {
            .init(actor: actor.description, operation: self.operation, key: self.key)
        }
    }
}
