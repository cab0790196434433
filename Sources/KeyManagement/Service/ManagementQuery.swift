/// A question. It sees one consistent state and changes nothing.
package protocol ManagementQuery: Sendable {
    associatedtype Output: Sendable

    func answer(in inquiry: Inquiry) throws -> Output
}
