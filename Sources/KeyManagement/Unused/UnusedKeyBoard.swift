package import Admission
package import Keys
import Synchronization

/// What the sweep for unused keys holds back, and what operators say of it. In memory: a start finds out again.
package final class UnusedKeyBoard: Sendable {
    /// More keys of a project at once were to be suspended than can be right.
    package struct Hold: Hashable, Sendable {
        package let projectID: ProjectID
        /// The project's name.
        package let name: String
        /// How many of how many.
        package let endings: KeyEndings
    }

    private struct State {
        var holds: [ProjectID: Hold] = [:]
        var confirmed: Set<ProjectID> = []
    }

    private let state = Mutex(State())

    /// By name of the project.
    package var holds: [Hold] { self.state.withLock { $0.holds.values.sorted { $0.name < $1.name } } }

    /// An operator says that what is held back is right: the next round does it. Nothing where nothing is held back.
    package func confirm(_ project: ProjectID) {
        self.state.withLock { state in
            if state.holds[project] != nil { state.confirmed.insert(project) }
        }
    }

    func isConfirmed(_ project: ProjectID) -> Bool { self.state.withLock { $0.confirmed.contains(project) } }

    /// - Returns: whether nothing was held back of the project before.
    func put(_ hold: Hold) -> Bool { self.state.withLock { $0.holds.updateValue(hold, forKey: hold.projectID) == nil } }

    /// Other projects have no rule any more.
    func endAll(but projects: Set<ProjectID>) {
        self.state.withLock { state in
            state.holds = state.holds.filter { projects.contains($0.key) }
            state.confirmed.formIntersection(projects)
        }
    }

    func end(_ project: ProjectID) {
        self.state.withLock { state in
            state.holds[project] = nil
            state.confirmed.remove(project)
        }
    }
}
