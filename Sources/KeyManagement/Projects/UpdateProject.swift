import Auditing
package import Keys

/// Renames a project or changes how long its keys live, used or not. The caller must name the revision it changes.
package struct UpdateProject: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let id: ProjectID
    package var name: String?
    package var defaultDays: UInt32?
    package var maximumDays: Patch<UInt32> = .absent
    package var unusedKeyDays: Patch<UInt32> = .absent

    package init(_ id: ProjectID) { self.id = id }

    package func perform(in act: Act) throws -> Project {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision, isMandatory: true)
        var project = before
        if let name = self.name { project.name = name }
        if let days = self.defaultDays { project.expiry.defaultDays = days }
        project.expiry.maximumDays = self.maximumDays.applied(to: before.expiry.maximumDays)
        project.unusedKeyDays = self.unusedKeyDays.applied(to: before.unusedKeyDays)
        var checks = FieldChecks()
        checks.slug(project.name, "/name")
        checks.expiry(project.expiry)
        checks.unusedKeyDays(project.unusedKeyDays)
        try checks.finish()
        return project == before ? before : try act.save(project, replacing: before, .projectUpdate)
    }
}
