package import Keys

/// A question. It sees one consistent state and changes nothing.
package protocol ManagementQuery: Sendable {
    associatedtype Output: Sendable

    /// The least level that may ask.
    var requiredLevel: Operator.Level { get }

    func answer(in inquiry: Inquiry) throws -> Output
}

extension ManagementQuery {
    package var requiredLevel: Operator.Level { .viewer }
}
