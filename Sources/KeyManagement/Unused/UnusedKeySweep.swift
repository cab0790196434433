import Admission
import Keys
import Storage

/// Looks for keys that nobody uses, in the projects that say what becomes of them: gives notice, and suspends those whose time is
/// over (`UnusedKeyRule`). Goes through the keys in rounds, some at each step, so that neither requests nor changes notice.
///
/// More than a twentieth of a project's keys at once, or of those of one of its environments, is more likely a mistake than the
/// truth: none of them is suspended until an operator says so (`UnusedKeyBoard`). The share is that of keys that a step of the
/// clock would end (`KeyEndings`).
package struct UnusedKeySweep: Sendable {
    /// Most keys that one step looks at.
    static let keysInStep = 5_000
    /// Most keys of a project that one round suspends; the next goes on.
    static let mostSuspended = 10_000
    /// From the end of a round to the next.
    static let rest: MonotonicNanoseconds = 600_000_000_000

    private struct Round: Sendable {
        /// The first of them is being looked through.
        var projects: ArraySlice<Project>
        var position: KeyPosition?
        var live: [EnvironmentID: Int] = [:]
        var over: [EnvironmentID: Int] = [:]
        var keys: [KeyID] = []

        mutating func add(_ page: UnusedKeys.Page) {
            self.position = page.next
            self.live.merge(page.live) { $0 + $1 }
            for found in page.over {
                self.over[found.environment, default: 0] += 1
                if self.keys.count < UnusedKeySweep.mostSuspended { self.keys.append(found.key) }
            }
        }
    }

    private let plane: ControlPlane
    private let report: @Sendable (UnusedKeyNews) -> Void
    private var round: Round?
    private var restsUntil: MonotonicNanoseconds = 0

    package init(_ plane: ControlPlane, report: @escaping @Sendable (UnusedKeyNews) -> Void) {
        self.plane = plane
        self.report = report
    }

    /// Goes on with the round that is under way, or begins one when it is time.
    package mutating func step() async throws(ManagementError) {
        guard self.round != nil || self.plane.time.monotonic() >= self.restsUntil else { return }
        var round = Round(projects: [])
        if let begun = self.round { round = begun } else { round = try await self.begin() }
        // A step that fails is taken again from where the last one ended.
        defer { self.round = round.projects.isEmpty ? nil : round }
        var looked = 0
        while let project = round.projects.first, looked < Self.keysInStep {
            let page = try await self.plane.answer(UnusedKeys(project: project, position: round.position), for: .system)
            try await self.perform(page.noticeDue) { GiveUnusedNotice(keys: $0) }
            round.add(page)
            looked += page.looked
            guard page.next == nil else { continue }
            try await self.finish(project, round)
            round = Round(projects: round.projects.dropFirst())
        }
        if round.projects.isEmpty { self.restsUntil = self.plane.time.monotonic() &+ Self.rest }
    }

    private func begin() async throws(ManagementError) -> Round {
        let projects = try await self.plane.answer(ProjectsWithUnusedKeyRule(), for: .system)
        self.plane.unusedKeys.endAll(but: Set(projects.map(\.id)))
        return Round(projects: projects[...])
    }

    /// All keys of a project were looked at.
    private func finish(_ project: Project, _ round: Round) async throws(ManagementError) {
        let endings = KeyEndings(
            round.live.map { KeyEndings.Part($0.key, live: $0.value, ending: round.over[$0.key] ?? 0) })
        let board = self.plane.unusedKeys
        guard !endings.isMass || board.isConfirmed(project.id) else {
            let isNew = board.put(.init(projectID: project.id, name: project.name, endings: endings))
            guard isNew else { return }
            try await self.plane.perform(NoteUnusedKeysHold(projectID: project.id, endings: endings), by: .system)
            return self.report(.held(project: project.name, endings))
        }
        try await self.perform(round.keys) { SuspendUnusedKeys(keys: $0) }
        // What was more than a round does is confirmed as well.
        if endings.ending <= Self.mostSuspended { board.end(project.id) }
    }

    /// Does it with some keys at a time, and rests between.
    private func perform<Operation: ManagementOperation>(
        _ keys: [KeyID], _ operation: (ArraySlice<KeyID>) -> Operation
    ) async throws(ManagementError) where Operation.Output == [UnusedKeyNews] {
        var rest = keys[...]
        while !rest.isEmpty {
            let began = self.plane.time.monotonic()
            let news = try await self.plane.perform(operation(rest.prefix(GiveUnusedNotice.most)), by: .system).value
            for item in news { self.report(item) }
            rest = rest.dropFirst(GiveUnusedNotice.most)
            await self.plane.time.sleep(Maintenance.rest(after: self.plane.time.monotonic() &- began))
        }
    }
}
