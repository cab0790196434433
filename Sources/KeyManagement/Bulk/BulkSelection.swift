package import Keys
import Storage

/// Keys by owner, tag, project or environment: those that fit all that is said, and at least one thing must be.
package struct BulkSelection: Hashable, Sendable {
    /// Most keys one act reaches.
    package static let most = 10_000

    package var projectID: ProjectID?
    package var environmentID: EnvironmentID?
    package var ownerID: IdentityID?
    package var tag: String?

    package init(
        projectID: ProjectID? = nil, environmentID: EnvironmentID? = nil, ownerID: IdentityID? = nil,
        tag: String? = nil
    ) {
        self.projectID = projectID
        self.environmentID = environmentID
        self.ownerID = ownerID
        self.tag = tag
    }

    /// The keys selected that are not revoked yet, newest first.
    func keys(in reader: any StoreReading, at now: WallTime) throws -> [KeyRecord] {
        guard self != .init() else {
            throw ManagementError.invalid("", "must say which keys: by project, environment, owner or tag")
        }
        if let id = self.projectID { _ = try reader.existing(id) }
        if let id = self.environmentID { _ = try reader.existing(id) }
        if let id = self.ownerID { _ = try reader.existing(id) }
        var filter = KeyFilter(now: now)
        filter.projectID = self.projectID
        filter.environmentID = self.environmentID
        filter.ownerID = self.ownerID
        filter.tag = self.tag
        filter.statuses = Set(KeyStatus.allCases).subtracting([.revoked])
        let keys = try reader.keys(matching: filter, after: nil, limit: Self.most + 1)
        guard keys.count <= Self.most else {
            throw ManagementError(
                .tooManyTargets, "More than \(Self.most) keys match.", fix: "Narrow the selection and repeat.")
        }
        return keys
    }
}
