package import Cryptography
package import Keys

/// An environment as the hot path wants it: its tag and the peppers its keys' digests were made under.
package final class EnvironmentEntry: Sendable {
    /// Most peppers whose keys can be alive at the same time; each costs every request one HMAC.
    package static let mostPeppers = 4

    package let id: EnvironmentID
    package let projectID: ProjectID
    package let projectName: String
    package let name: String
    package let tag: [UInt8]
    /// Whether tokens of another shape than ours are looked up.
    let admitsForeignTokens: Bool
    let peppers: [LivePepper]

    /// A pepper version and the keyed state made from it.
    package struct LivePepper: Sendable {
        package let version: UInt32
        package let hasher: PepperHasher

        package init(version: UInt32, hasher: PepperHasher) {
            self.version = version
            self.hasher = hasher
        }
    }

    /// Keeps the newest `mostPeppers` of the peppers, which come oldest first.
    package init(_ environment: Environment, projectName: String, peppers: [LivePepper]) {
        self.id = environment.id
        self.projectID = environment.projectID
        self.projectName = projectName
        self.name = environment.name
        self.tag = Array(environment.tag.utf8)
        self.admitsForeignTokens = environment.admitsForeignTokens
        self.peppers = peppers.suffix(Self.mostPeppers)
    }

    /// Position of a pepper version; `nil` when it is no longer live.
    func position(ofPepper version: UInt32) -> UInt8? {
        self.peppers.firstIndex { $0.version == version }.map { UInt8($0) }
    }
}
