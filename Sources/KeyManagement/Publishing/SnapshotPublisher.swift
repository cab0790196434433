package import Admission
import Cryptography
package import Keys
package import Storage
import Synchronization
import Timekeeping

/// Carries what the store committed to the event loops: its `publish` is the store's publish hook, so the order is
/// commit, publish, answer (docs/ARCHITECTURE.md, Change and revocation).
package final class SnapshotPublisher: Sendable {
    private let state: Mutex<State>
    private let publication: SnapshotPublication
    private let peppers: PepperSealing
    /// Told of what cannot be published, by object id: those keys stay unknown, which is the safe side.
    private let reportFailure: @Sendable (String) -> Void
    private let monotonic: @Sendable () -> MonotonicNanoseconds

    /// Generations go on from the one that `publication` holds.
    package init(
        publication: SnapshotPublication, routes: RouteBook, peppers: PepperSealing,
        monotonic: @escaping @Sendable () -> MonotonicNanoseconds = TimeSource.system.monotonic,
        reportFailure: @escaping @Sendable (String) -> Void
    ) {
        let editor = SnapshotEditor(
            routes: routes, after: publication.currentGeneration, zones: ZoneFiles.system.source)
        self.state = .init(.init(editor: editor))
        self.publication = publication
        self.peppers = peppers
        self.monotonic = monotonic
        self.reportFailure = reportFailure
    }

    /// Takes in everything the store holds and publishes it once. Called once, before anything is served.
    package func load(_ store: any StoreReading) throws(StorageError) {
        try self.state.withLock { (state) throws(StorageError) in
            try Self.forEachPage { last throws(StorageError) in
                let page = try store.projects(after: last, limit: Self.page)
                for project in page { state.projectNames[project.id] = project.name }
                return page.last?.id
            }
            try Self.forEachPage { last throws(StorageError) in
                let page = try store.roles(in: nil, after: last, limit: Self.page)
                for role in page { state.editor.set(role) }
                return page.last?.id
            }
            try Self.forEachPage { last throws(StorageError) in
                let page = try store.environments(in: nil, after: last, limit: Self.page)
                for environment in page {
                    for pepper in try store.peppers(of: environment.id) { self.open(pepper, in: &state) }
                    state.set(environment)
                }
                return page.last?.id
            }
            try Self.forEachPage { last throws(StorageError) in
                let page = try store.identities(in: nil, after: last, limit: Self.page)
                for identity in page { state.editor.set(identity) }
                return page.last?.id
            }
            try Self.forEachPage { last throws(StorageError) in
                let page = try store.policies(in: nil, after: last, limit: Self.page)
                for policy in page { state.set(policy) }
                return page.last?.id
            }
            var counted: [KeyID] = []
            try store.forEachKey { key in
                state.editor.add(key)
                _ = state.noteRule(of: key)
                if state.countsUse(of: key), key.state != .revoked { counted.append(key.id) }
            }
            try self.loadUses(of: counted, from: store)
            try Self.forEachPage { last throws(StorageError) in
                let page = try store.foreignCredentials(.all, after: last, limit: Self.page)
                for credential in page { state.editor.set(credential) }
                return page.last?.keyID
            }
            self.publication.publish(state.editor.publish())
        }
    }

    /// Takes in the changes of one commit and publishes them together. The store's publish hook.
    package func publish(_ changes: [StoreChange]) {
        guard changes.contains(where: \.concernsAdmission) else { return }
        self.state.withLock { state in
            for change in changes { self.apply(change, to: &state) }
            self.publication.publish(state.editor.publish(), changing: SnapshotChange(changes))
        }
    }

    /// Rights that are looked at together, each for one route: meanwhile changes of keys wait, a few milliseconds.
    private static let looksAtOnce = 65_536
    /// Who has waited meanwhile has time to come first.
    private static let rest = Duration.microseconds(200)

    /// Makes snapshots for other routes from here on, and publishes the first. Requests on either routes are judged rightly
    /// all the while. Changes of keys go in between.
    package func serve(_ routes: RouteBook) async {
        self.state.withLock { $0.editor.set(routes) }
        let count = max(1, Self.looksAtOnce / max(1, routes.rules.count))
        var position: Int? = 0
        while let from = position {
            position = self.state.withLock { $0.editor.lookAtRoutes(from: from, count: count) }
            if position != nil { try? await Task.sleep(for: Self.rest) }
        }
        self.state.withLock { self.publication.publish($0.editor.publish(), changing: .keys([])) }
    }

    /// Tells the requests of what was used before the start, before there is one: what was not used for too long is refused by
    /// the first.
    private func loadUses(of keys: [KeyID], from store: any StoreReading) throws(StorageError) {
        let uses = self.publication.uses
        uses.learn(knownUntil: try UseFinding.knownUntil(store))
        guard !keys.isEmpty else { return }
        uses.begin()
        for id in keys {
            guard let finding = try UseFinding(id, in: store, known: uses.knownUntil) else { continue }
            uses.take(finding, at: self.monotonic())
        }
    }

    /// Tells of keys and policies that rules about the last use have come with. Before what they are about is published.
    private func noteUses(_ change: StoreChange, in state: inout State) {
        let uses = self.publication.uses
        switch change {
        case .key(let key):
            let wasCounted = state.noteRule(of: key)
            guard state.countsUse(of: key) else { return }
            uses.begin()
            uses.take(key, isNew: !wasCounted, at: self.monotonic())
        case .policy(let policy):
            guard state.set(policy) else { return }
            uses.begin()
            uses.ask(policy.environmentID, keeping: state.idleKeys)
        default: break
        }
    }

    private func apply(_ change: StoreChange, to state: inout State) {
        self.noteUses(change, in: &state)
        switch change {
        case .project(let project): state.rename(project)
        case .environment(let environment): state.set(environment)
        case .pepper(let pepper):
            self.open(pepper, in: &state)
            if let environment = state.environments[pepper.environmentID] { state.set(environment) }
        case .role(let role): state.editor.set(role)
        case .policy: break
        case .key(let key): state.editor.set(key)
        case .foreignCredential(let credential): state.editor.set(credential)
        case .identity(let identity): state.editor.set(identity)
        case .operator: break
        }
    }

    private func open(_ sealed: SealedPepper, in state: inout State) {
        var peppers = state.peppers[sealed.environmentID] ?? []
        defer { state.peppers[sealed.environmentID] = peppers }
        peppers.removeAll { $0.version == sealed.version }
        guard !sealed.isDestroyed else { return }
        do {
            peppers.append(
                .init(
                    version: sealed.version, hasher: try self.peppers.open(sealed), isLeaked: sealed.leakedAt != nil))
            peppers.sort { $0.version < $1.version }
        } catch {
            self.reportFailure("pepper \(sealed.version) of \(sealed.environmentID): \(error.message)")
        }
    }

    private static let page = 1000

    /// Calls the body with where the page before ended until a page is empty.
    private static func forEachPage<Position>(
        _ body: (Position?) throws(StorageError) -> Position?
    ) throws(StorageError) {
        var last: Position?
        repeat { last = try body(last) } while last != nil
    }

    /// What is needed beside the editor to make an environment's entry again when a part of it changes.
    private struct State {
        var editor: SnapshotEditor
        var projectNames: [ProjectID: String] = [:]
        var environments: [EnvironmentID: Environment] = [:]
        var peppers: [EnvironmentID: [EnvironmentEntry.LivePepper]] = [:]
        /// By environment the policies that ask for the last use of keys.
        private var idlePolicies: [EnvironmentID: Set<PolicyID>] = [:]

        /// Keys that ask for it themselves.
        private(set) var idleKeys: Set<KeyID> = []

        init(editor: SnapshotEditor) { self.editor = editor }

        /// - Returns: whether some rule was about the key's last use until now.
        mutating func noteRule(of key: KeyRecord) -> Bool {
            let byPolicy = self.idlePolicies[key.environmentID] != nil
            guard key.restrictions.asksForUse else {
                // Most installations have none.
                return byPolicy || (!self.idleKeys.isEmpty && self.idleKeys.remove(key.id) != nil)
            }
            return !self.idleKeys.insert(key.id).inserted || byPolicy
        }

        /// - Returns: whether the policy asks for the last use of keys, in an environment where none did.
        @discardableResult
        mutating func set(_ policy: Policy) -> Bool {
            self.editor.set(policy)
            var asking = self.idlePolicies[policy.environmentID] ?? []
            let wereThere = !asking.isEmpty
            if policy.mode != .off, policy.restrictions.asksForUse {
                asking.insert(policy.id)
            } else {
                asking.remove(policy.id)
            }
            self.idlePolicies[policy.environmentID] = asking.isEmpty ? nil : asking
            return !wereThere && !asking.isEmpty
        }

        /// Whether some rule is about the key's last use.
        func countsUse(of key: KeyRecord) -> Bool {
            key.restrictions.asksForUse || self.idlePolicies[key.environmentID] != nil
        }

        mutating func set(_ environment: Environment) {
            self.environments[environment.id] = environment
            self.editor.set(
                EnvironmentEntry(
                    environment, projectName: self.projectNames[environment.projectID] ?? "",
                    peppers: self.peppers[environment.id] ?? []))
        }

        mutating func rename(_ project: Project) {
            self.projectNames[project.id] = project.name
            for environment in self.environments.values where environment.projectID == project.id {
                self.set(environment)
            }
        }
    }
}

extension Restrictions {
    fileprivate var asksForUse: Bool { self.hasFurther && self.further.maximumIdleSeconds != nil }
}

extension StoreChange {
    /// Whether a request could be judged, or answered, differently after it.
    fileprivate var concernsAdmission: Bool {
        switch self {
        case .project, .environment, .pepper, .role, .policy, .key, .foreignCredential, .identity: true
        case .operator: false
        }
    }
}

extension SnapshotChange {
    /// What caches elsewhere have to forget after these.
    fileprivate init(_ changes: [StoreChange]) {
        var keys: [(KeyID, EnvironmentID)] = []
        for change in changes {
            switch change {
            case .key(let key): keys.append((key.id, key.environmentID))
            // Its key is new, or its token is only told in another way.
            case .foreignCredential, .identity, .operator: break
            case .project, .environment, .pepper, .role, .policy:
                self = .everything
                return
            }
        }
        self = .keys(keys)
    }
}
