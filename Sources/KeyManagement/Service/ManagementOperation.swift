package import Keys
package import Storage

/// An act that changes something: one use case, one file. It reads, checks, writes and records inside one transaction;
/// whatever it throws takes everything back.
package protocol ManagementOperation: Sendable {
    associatedtype Output: Sendable

    /// The least level of operator that may do it.
    static var requiredLevel: Operator.Level { get }
    /// Acts that take access away go first, and their answers carry a receipt.
    var priority: WritePriority { get }

    func perform(in act: Act) throws -> Output
}

extension ManagementOperation {
    package static var requiredLevel: Operator.Level { .operator }
    package var priority: WritePriority { .ordinary }
}

/// An act that creates something and may be repeated under an idempotency key (docs/ARCHITECTURE.md, Model).
package protocol CreatingOperation: ManagementOperation {
    /// What the idempotency record says was created.
    func created(_ output: Output) -> CreatedResource

    /// The answer to the same request sent again: what is there, with a fresh secret in place of the one shown before
    /// as long as nobody has used that.
    func replay(_ record: IdempotencyRecord, in act: Act) throws -> Output
}

/// Names what was created.
package struct CreatedResource: Hashable, Sendable {
    /// Text form of its id.
    let id: String
    /// The version of a key whose secret was shown.
    let versionNumber: UInt32?

    init(_ id: some CustomStringConvertible, versionNumber: UInt32? = nil) {
        self.id = id.description
        self.versionNumber = versionNumber
    }
}

/// A question. It sees one consistent state and changes nothing.
package protocol ManagementQuery: Sendable {
    associatedtype Output: Sendable

    func answer(in inquiry: Inquiry) throws -> Output
}
