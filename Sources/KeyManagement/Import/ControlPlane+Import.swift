import Keys
import Storage

extension ControlPlane {
    /// How often keys are prepared, while rotations replace their environment's pepper or others import the like of them.
    private static let mostImportTries = 4

    /// Imports at most `ImportOrder.mostKeys` keys: reads what is known of them, makes their proofs where a thread may
    /// block, and writes them in one transaction. As a dry run it does all of it and changes nothing.
    package func importKeys(
        _ order: ImportOrder, by caller: Caller, isDryRun: Bool = false
    ) async throws(ManagementError) -> WriteOutcome<ImportReport> {
        guard (1...ImportOrder.mostKeys).contains(order.keys.count) else {
            throw .invalid("/keys", "must be 1 to \(ImportOrder.mostKeys)")
        }
        for _ in 0..<Self.mostImportTries {
            let ground = try await self.answer(ImportGroundQuery(order: order), for: caller)
            guard let prepared = await self.workbench.run({ order.prepared(on: ground) }) else {
                throw .init(.overloaded, "Too many imports are under way.", fix: "Repeat the request in a moment.")
            }
            let written = try await self.perform(
                ImportKeys(order: order, prepared: prepared, pepperVersion: ground.pepperVersion), by: caller,
                .init(isDryRun: isDryRun))
            if let report = written.value { return written.with(report) }
        }
        throw .init(
            .overloaded, "What the keys go by was changed again and again while they were prepared.",
            fix: "Repeat the request in a moment.")
    }
}
