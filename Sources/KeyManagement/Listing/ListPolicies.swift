package import Keys
import Storage

/// Lists policies, of one environment or all, or finds the one of a name in an environment.
package struct ListPolicies: ManagementQuery {
    let environmentID: EnvironmentID?
    let name: String?
    let page: PageRequest

    /// The name narrows only together with an environment.
    package init(environmentID: EnvironmentID? = nil, name: String? = nil, _ page: PageRequest = .init()) {
        self.environmentID = environmentID
        self.name = name
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<Policy> {
        if let id = self.environmentID { _ = try inquiry.reader.existing(id) }
        let filters = [self.environmentID?.description, self.name]
        return try ListByID.page("policies", filters: filters, self.page, in: inquiry, id: \.id) { after, limit in
            guard let name = self.name, let environment = self.environmentID else {
                return try inquiry.reader.policies(in: self.environmentID, after: after, limit: limit)
            }
            return [try inquiry.reader.policy(named: name, in: environment)].compactMap(\.self)
        }
    }
}
