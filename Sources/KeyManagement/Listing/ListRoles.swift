package import Keys
import Storage

/// Lists roles, of one project or all, behind those that every project has, or finds the one of a name in a project.
package struct ListRoles: ManagementQuery {
    let projectID: ProjectID?
    let name: String?
    let page: PageRequest

    /// The name narrows only together with a project.
    package init(projectID: ProjectID? = nil, name: String? = nil, _ page: PageRequest = .init()) {
        self.projectID = projectID
        self.name = name
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<Role> {
        if let id = self.projectID { _ = try inquiry.reader.existing(id) }
        let filters = [self.projectID?.description, self.name]
        return try ListByID.page("roles", filters: filters, self.page, in: inquiry, id: \.id) { after, limit in
            guard let name = self.name, let project = self.projectID else {
                let builtIn = Role.builtIn.filter { role in after.map { $0 < role.id } ?? true }
                let stored = try inquiry.reader.roles(in: self.projectID, after: after, limit: limit)
                return Array((builtIn + stored).prefix(limit))
            }
            return [try inquiry.reader.role(named: name, in: project) ?? Role.builtIn(named: name)].compactMap(\.self)
        }
    }
}
