import Auditing
package import Keys
package import Storage

/// Ends versions whose secrets were shown: holding a key is the right to kill it, and that version of it alone.
///
/// A version whose secret is another one by now is not the one that was shown, and goes on.
///
/// Asked for by the server on behalf of the holders, so each entry names the key itself as the one who acted. Versions
/// that are not there or ended already are passed over, so that nobody learns which were live.
package struct RevokePresentedVersions: ManagementOperation {
    /// Most versions in one act.
    package static let most = 1000

    package static var requiredLevel: Operator.Level { .admin }
    package var priority: WritePriority { .revocation }

    let versions: [PresentedVersion]
    let reason: String

    /// What is beyond `most` is left out: callers bound their lists. `reason` is what the entries say.
    package init(_ versions: [PresentedVersion], reason: String) {
        self.versions = Array(versions.prefix(Self.most))
        self.reason = reason
    }

    /// Those that were live before.
    package func perform(in act: Act) throws -> [PresentedVersion] {
        try self.versions.filter { try act.revoke($0, reason: self.reason) }
    }
}

extension Act {
    /// Ends a version in the name of its holder, at once.
    ///
    /// - Returns: whether it was live.
    func revoke(_ version: PresentedVersion, reason: String) throws -> Bool {
        guard let before = try self.reader.key(version.keyID), !before.isRevoked(at: self.now),
            before.versions.contains(where: { version.isShown(by: $0) && $0.isLive(at: self.now) })
        else { return false }
        var key = before
        try key.revokeVersion(version.number, at: self.now)
        _ = try self.onBehalf(of: version.keyID)
            .save(key, replacing: before, .keyVersionRevoke, reason: "version \(version.number): \(reason)")
        return true
    }

    /// The same act, done by the holder of a key.
    private func onBehalf(of key: KeyID) -> Act {
        let holder = Caller(actor: .holder(key), requestID: self.caller.requestID, address: self.caller.address)
        return Act(
            transaction: self.transaction, caller: holder, options: self.options, now: self.now, tools: self.tools,
            moments: self.moments)
    }
}
