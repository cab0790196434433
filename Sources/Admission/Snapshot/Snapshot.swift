package import Keys

/// Everything admission decides from, frozen at one publication.
///
/// The key table is a directory of immutable segments: a new snapshot shares all but those that changed, so revoking one
/// key among a million copies about a thousandth of the table.
package final class Snapshot: Sendable {
    /// Counts publications.
    package let generation: UInt64
    /// When what it holds was read from the store, for the freshness bounds.
    package let publishedAt: MonotonicNanoseconds
    let segments: [KeySegment]
    let grantSets: [GrantSet]
    package let environments: [EnvironmentEntry]
    let prefixes: [[UInt8]]
    /// For each route the index of its environment; `nil` while there is none of that name.
    let routeEnvironments: [UInt16?]
    /// For each environment the tokens of other shapes; `nil` where they are not looked up.
    private let foreign: [ForeignTokens?]
    /// What owners of keys are called elsewhere.
    let owners: OwnerDirectory

    static let segmentBits = 10
    static var segmentCount: Int { 1 << self.segmentBits }

    init(
        generation: UInt64, publishedAt: MonotonicNanoseconds, segments: [KeySegment], grantSets: [GrantSet],
        environments: [EnvironmentEntry], prefixes: [[UInt8]], routeEnvironments: [UInt16?],
        foreign: [ForeignTokens?] = [], owners: OwnerDirectory = .init()
    ) {
        self.generation = generation
        self.publishedAt = publishedAt
        self.segments = segments
        self.grantSets = grantSets
        self.environments = environments
        self.prefixes = prefixes
        self.routeEnvironments = routeEnvironments
        self.foreign = foreign
        self.owners = owners
    }

    /// Nothing is known: nobody is admitted.
    package static func empty(routes: Int = 0, generation: UInt64 = 0) -> Snapshot {
        .init(
            generation: generation, publishedAt: 0, segments: .init(repeating: .empty, count: Self.segmentCount),
            grantSets: [], environments: [], prefixes: [], routeEnvironments: .init(repeating: nil, count: routes))
    }

    /// How many keys it holds, revoked ones included.
    package var keyCount: Int { self.segments.reduce(0) { $0 + $1.entries.count } }

    /// The environment a route belongs to; `nil` while there is none of that name.
    package func environment(ofRoute index: Int) -> EnvironmentEntry? {
        guard index < self.routeEnvironments.count, let position = self.routeEnvironments[index] else { return nil }
        return self.environments[Int(position)]
    }

    /// The foreign tokens of an environment; `nil` where they are not looked up.
    func foreignTokens(of environment: UInt16) -> ForeignTokens? {
        Int(environment) < self.foreign.count ? self.foreign[Int(environment)] : nil
    }

    static func segment(of id: KeyID) -> Int {
        (KeySegment.hash(id) >> 28) & (Self.segmentCount - 1)
    }

    func segment(holding id: KeyID) -> KeySegment { self.segments[Self.segment(of: id)] }

    /// Whether a key version that was admitted before may go on at that moment: not revoked, suspended, expired or
    /// retired since. What lets streams in flight be cut and waits be revalidated.
    package func stillAdmits(_ matched: MatchedKey, at now: WallTime) -> Reason? {
        let segment = self.segment(holding: matched.keyID)
        guard let position = segment.position(of: matched.keyID) else { return .credentialUnknown }
        let entry = segment.entries[position]
        let first = Int(entry.firstVersion)
        for index in first..<(first + Int(entry.versionCount))
        where segment.versions[index].number == matched.versionNumber {
            return StandingCheck.evaluate(entry, segment.versions[index], at: now)
        }
        return .keyVersionRetired
    }
}
