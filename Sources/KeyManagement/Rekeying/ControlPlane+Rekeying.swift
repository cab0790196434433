package import Keys
package import Storage

extension ControlPlane {
    /// Takes every step of a replacement that can be taken now, at most so many, the next pass over it included when
    /// somebody asks for it.
    ///
    /// - Returns: how far it is then.
    @discardableResult
    package func advance(_ id: RekeyingID, steps: Int, by caller: Caller) async throws(ManagementError) -> Rekeying {
        let isHurried = caller.actor != .system
        var outcome = try await self.perform(AdvanceRekeying(id, isHurried: isHurried), by: caller).value
        for _ in 1..<max(steps, 1) where outcome.hasMore {
            outcome = try await self.perform(AdvanceRekeying(id), by: caller).value
        }
        return outcome.rekeying
    }
}

/// Replacements that are under way, oldest first.
struct UnfinishedRekeyings: ManagementQuery {
    func answer(in inquiry: Inquiry) throws -> [Rekeying] { try inquiry.reader.unfinishedRekeyings() }
}
