package import Keys
import Storage

/// Lists projects, or finds the one of a name.
package struct ListProjects: ManagementQuery {
    let name: String?
    let page: PageRequest

    package init(name: String? = nil, _ page: PageRequest = .init()) {
        self.name = name
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<Project> {
        try ListByID.page("projects", filters: [self.name], self.page, in: inquiry, id: \.id) { after, limit in
            guard let name = self.name else { return try inquiry.reader.projects(after: after, limit: limit) }
            return [try inquiry.reader.project(named: name)].compactMap(\.self)
        }
    }
}
