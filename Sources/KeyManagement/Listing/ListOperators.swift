package import Keys
import Storage

/// Lists operators, or finds the one of a name.
package struct ListOperators: ManagementQuery {
    let name: String?
    let page: PageRequest

    package init(name: String? = nil, _ page: PageRequest = .init()) {
        self.name = name
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<Operator> {
        try ListByID.page("operators", filters: [self.name], self.page, in: inquiry, id: \.id) { after, limit in
            guard let name = self.name else { return try inquiry.reader.operators(after: after, limit: limit) }
            return [try inquiry.reader.operator(named: name)].compactMap(\.self)
        }
    }
}
