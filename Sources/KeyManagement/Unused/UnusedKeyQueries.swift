import Admission
import Keys
import Storage

/// The projects whose unused keys are suspended.
struct ProjectsWithUnusedKeyRule: ManagementQuery {
    private static let page = 500

    func answer(in inquiry: Inquiry) throws -> [Project] {
        var found: [Project] = []
        var last: ProjectID?
        repeat {
            let page = try inquiry.reader.projects(after: last, limit: Self.page)
            found += page.filter { $0.unusedKeyDays != nil }
            last = page.count == Self.page ? page.last?.id : nil
        } while last != nil
        return found
    }
}

/// Some keys of a project, by what is to be done with those that nobody uses.
struct UnusedKeys: ManagementQuery {
    static let page = 500

    struct Page: Sendable {
        var looked = 0
        /// Keys that are active, by environment.
        var live: [EnvironmentID: Int] = [:]
        var noticeDue: [KeyID] = []
        var over: [(key: KeyID, environment: EnvironmentID)] = []
        var next: KeyPosition?
    }

    let project: Project
    let position: KeyPosition?

    func answer(in inquiry: Inquiry) throws -> Page {
        var page = Page()
        guard let days = self.project.unusedKeyDays else { return page }
        let rule = UnusedKeyRule(days: days)
        var filter = KeyFilter(now: inquiry.now)
        filter.projectID = self.project.id
        filter.statuses = [.active]
        let keys = try inquiry.reader.keys(matching: filter, after: self.position, limit: Self.page)
        for key in keys {
            page.live[key.environmentID, default: 0] += 1
            // Most are told by themselves.
            guard rule.standing(of: key, lastUse: nil, at: inquiry.now) != .fine else { continue }
            switch rule.standing(of: key, lastUse: try inquiry.reader.lastUse(of: key.id), at: inquiry.now) {
            case .fine, .noticed: break
            case .noticeDue: page.noticeDue.append(key.id)
            case .over: page.over.append((key.id, key.environmentID))
            }
        }
        page.looked = keys.count
        page.next = keys.count == Self.page ? keys.last.map { KeyPosition($0) } : nil
        return page
    }
}
