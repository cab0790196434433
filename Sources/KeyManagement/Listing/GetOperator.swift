package import Keys

/// Shows one operator.
package struct GetOperator: ManagementQuery {
    let id: OperatorID

    package init(_ id: OperatorID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Operator { try inquiry.reader.existing(self.id) }
}
