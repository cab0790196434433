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
