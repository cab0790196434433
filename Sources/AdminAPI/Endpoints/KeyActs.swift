import KeyManagement
import Keys

/// What the endpoints that act on keys have in common.
extension ControlPlane {
    /// Does something to one key and answers with the key; as a dry run, with whom it would hit.
    func act<Operation: ManagementOperation>(
        _ operation: Operation, on id: KeyID, _ call: Call
    ) async throws -> Reply where Operation.Output == KeyDetails {
        let caller = try call.caller()
        let options = try await call.updateOptions { try await self.answer(GetKey(id), for: caller).record.revision }
        let outcome = try await self.perform(operation, by: caller, options)
        let radius = options.isDryRun ? try await self.blastRadius(of: .key(id), for: caller) : nil
        return .changed(
            outcome, outcome.value.document, revision: outcome.value.record.revision, radius: radius)
    }
}

extension BulkSelection {
    /// Reads which keys an act is about.
    init(_ body: inout ObjectReader) {
        self.init(
            projectID: body.optional("project_id", Field<ProjectID>.id()),
            environmentID: body.optional("environment_id", Field<EnvironmentID>.id()),
            ownerID: body.optional("owner_id", Field<IdentityID>.id()),
            tag: body.optional("tag", .word(KeyRecord.longestTag)))
    }
}
