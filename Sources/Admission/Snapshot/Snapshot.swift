package import Keys

/// Everything admission decides from, frozen at one publication.
///
/// A new snapshot shares with the one before what did not change, so revoking one key among a million copies a hundred.
package final class Snapshot: Sendable {
    /// Counts publications.
    package let generation: UInt64
    let keys: KeyTable
    let grantSets: [GrantSet]
    let policies: PolicyBook
    package let environments: [EnvironmentEntry]
    let prefixes: [[UInt8]]
    /// For each route of a book the index of its environment; `nil` while there is none of that name.
    private let routeEnvironments: [UInt16?]
    /// The book.
    private let edition: RouteEdition
    /// For each environment the tokens of other shapes; `nil` where they are not looked up.
    private let foreign: [ForeignTokens?]
    /// What owners of keys are called elsewhere.
    let owners: OwnerDirectory
    /// What restrictions of some key ask of requests.
    package let needs: RequestNeeds

    init(
        generation: UInt64, keys: KeyTable, grantSets: [GrantSet], environments: [EnvironmentEntry],
        prefixes: [[UInt8]], routes: RouteBook, foreign: [ForeignTokens?] = [],
        owners: OwnerDirectory = .init(), policies: PolicyBook = .empty, needs: RequestNeeds = []
    ) {
        self.generation = generation
        self.keys = keys
        self.grantSets = grantSets
        self.policies = policies
        self.environments = environments
        self.prefixes = prefixes
        self.edition = routes.edition
        self.routeEnvironments = routes.rules.map { Self.position(of: $0, among: environments) }
        self.foreign = foreign
        self.owners = owners
        self.needs = needs
    }

    /// Nothing is known: nobody is admitted.
    package static func empty(generation: UInt64 = 0) -> Snapshot {
        .init(
            generation: generation, keys: .init(), grantSets: [], environments: [], prefixes: [],
            routes: [])
    }

    /// How many keys it holds, revoked ones included.
    package var keyCount: Int { self.keys.count }

    /// The environment a route belongs to; `nil` while there is none of that name.
    package func environment(of route: RouteRules) -> EnvironmentEntry? {
        self.environmentIndex(of: route).map { self.environments[Int($0)] }
    }

    /// Its position among the environments.
    func environmentIndex(of route: RouteRules) -> UInt16? {
        guard route.edition === self.edition, route.index < self.routeEnvironments.count else {
            return Self.position(of: route, among: self.environments)
        }
        return self.routeEnvironments[route.index]
    }

    private static func position(of route: RouteRules, among environments: [EnvironmentEntry]) -> UInt16? {
        environments.firstIndex { $0.projectName == route.project && $0.name == route.environment }
            .map { UInt16(truncatingIfNeeded: $0) }
    }

    /// What a key may do at a moment.
    func rights(of key: borrowing KeyEntry, at now: WallTime) -> GrantSet {
        guard let timed = key.extras?.timedRights, !timed.isEmpty, let total = timed.total(at: now.milliseconds) else {
            return self.grantSets[Int(key.grants)]
        }
        return self.grantSets[Int(total)]
    }

    /// The foreign tokens of an environment; `nil` where they are not looked up.
    func foreignTokens(of environment: UInt16) -> ForeignTokens? {
        Int(environment) < self.foreign.count ? self.foreign[Int(environment)] : nil
    }

    func segment(holding id: KeyID) -> KeySegment { self.keys.segment(holding: id) }

    /// Whether a key version that was admitted before may go on at that moment: not revoked, suspended, expired or
    /// retired since. What lets streams in flight be cut and waits be revalidated.
    package func stillAdmits(_ matched: MatchedKey, at now: WallTime) -> Reason? {
        let segment = self.segment(holding: matched.keyID)
        guard let position = segment.position(of: matched.keyID) else { return .credentialUnknown }
        guard let version = segment.version(matched.versionNumber, ofEntry: position) else { return .keyVersionRetired }
        return StandingCheck.evaluate(segment.entries[position], segment.versions[version], at: now)
    }

    /// Whether a rotation without overlap, the answer to a leak, has ended that key version.
    package func isReplacedAtOnce(_ matched: MatchedKey) -> Bool {
        let segment = self.segment(holding: matched.keyID)
        guard let position = segment.position(of: matched.keyID),
            let version = segment.version(matched.versionNumber, ofEntry: position)
        else { return false }
        return segment.versions[version].isReplacedAtOnce
    }
}
