package import Auditing
package import Keys

extension ControlPlane {
    /// Has the owners of two operator keys accept what anchors say against the store. Nobody else counts, whoever started
    /// the server: the entry names both.
    package func acceptRollback(
        _ contradictions: [AnchorContradiction], tokens: [[UInt8]]
    ) async throws(ManagementError) -> [OperatorID] {
        guard tokens.count == 2 else {
            throw .init(.forbidden, "It takes the keys of two operators to accept a rollback.")
        }
        var operators: [Operator] = []
        for token in tokens {
            guard let found = self.identify(token) else {
                throw .init(.unauthenticated, "One of the keys is no operator's, or has expired or was revoked.")
            }
            operators.append(found)
        }
        let first = Actor.operator(operators[0].id, operators[0].level)
        try await self.perform(AcceptRollback(contradictions, second: operators[1].id), by: .init(actor: first))
        return operators.map(\.id)
    }
}
