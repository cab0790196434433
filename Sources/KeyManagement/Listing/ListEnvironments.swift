package import Keys
import Storage

/// Lists environments, of one project or all.
package struct ListEnvironments: ManagementQuery {
    let projectID: ProjectID?
    let page: PageRequest

    package init(projectID: ProjectID? = nil, _ page: PageRequest = .init()) {
        self.projectID = projectID
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<Environment> {
        if let id = self.projectID { _ = try inquiry.reader.existing(id) }
        let filters = [self.projectID?.description]
        return try ListByID.page("environments", filters: filters, self.page, in: inquiry, id: \.id) { after, limit in
            try inquiry.reader.environments(in: self.projectID, after: after, limit: limit)
        }
    }
}
