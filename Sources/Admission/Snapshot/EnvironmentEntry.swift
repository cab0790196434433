package import Cryptography
package import Keys

/// An environment as the hot path wants it: its tag and the peppers its keys' digests were made under.
package final class EnvironmentEntry: Sendable {
    /// Most peppers whose keys can be alive at the same time; each costs every request one HMAC.
    package static let mostPeppers = 4

    package let id: EnvironmentID
    package let projectName: String
    package let name: String
    package let tag: [UInt8]
    /// Whether tokens of another shape than ours are looked up.
    let admitsForeignTokens: Bool
    /// Oldest first.
    let peppers: [LivePepper]
    /// Of the pepper that new digests are made under.
    let newestPosition: UInt8
    /// Whether digests may lie in digests: one of the peppers has leaked.
    let mayNest: Bool

    /// A pepper version and the keyed state made from it.
    package struct LivePepper: Sendable {
        package let version: UInt32
        package let hasher: PepperHasher
        /// Whether others know it.
        package let isLeaked: Bool

        /// Where versions of keys say it is: its place never changes, whichever others come and go.
        var position: UInt8 { UInt8(truncatingIfNeeded: self.version % UInt32(EnvironmentEntry.mostPeppers)) }

        package init(version: UInt32, hasher: PepperHasher, isLeaked: Bool = false) {
            self.version = version
            self.hasher = hasher
            self.isLeaked = isLeaked
        }
    }

    /// Keeps those of the peppers, which come oldest first, whose numbers are among the last `mostPeppers`: they have a
    /// position each.
    package init(_ environment: Environment, projectName: String, peppers: [LivePepper]) {
        self.id = environment.id
        self.projectName = projectName
        self.name = environment.name
        self.tag = Array(environment.tag.utf8)
        self.admitsForeignTokens = environment.admitsForeignTokens
        let newest = peppers.last?.version ?? 0
        self.peppers = peppers.filter { newest &- $0.version < UInt32(Self.mostPeppers) }
        self.newestPosition = peppers.last?.position ?? 0
        self.mayNest = self.peppers.contains(where: \.isLeaked)
    }

    /// Position of a pepper version; `nil` when it is no longer live.
    func position(ofPepper version: UInt32) -> UInt8? {
        self.peppers.first { $0.version == version }?.position
    }

    /// What says which peppers a version's digest was made under: the position of the one, or the set of several. `nil`
    /// when one of them is no longer live.
    func place(of version: KeyVersion) -> UInt8? {
        guard let position = self.position(ofPepper: version.pepperVersion) else { return nil }
        guard version.isNested else { return position }
        var set = PepperSet(position)
        for pepper in version.outerPeppers {
            guard let position = self.position(ofPepper: pepper) else { return nil }
            set.insert(position)
        }
        return set.place
    }
}
