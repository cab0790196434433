package import Keys

/// Which keys the store has to be asked about: when they were last used. Bounded.
package struct UseQuestions: Sendable {
    /// Most keys that are named one by one; beyond, all that are under a rule are asked about.
    package static let mostKeys = 4_096

    package private(set) var keys: Set<KeyID> = []
    package private(set) var environments: Set<EnvironmentID> = []
    /// All keys are asked about.
    package private(set) var isAboutAll = false

    package var isEmpty: Bool { self.keys.isEmpty && self.environments.isEmpty && !self.isAboutAll }

    mutating func ask(_ key: KeyID) {
        guard !self.isAboutAll else { return }
        self.keys.insert(key)
        guard self.keys.count > Self.mostKeys else { return }
        self.keys = []
        self.isAboutAll = true
    }

    mutating func ask(_ environment: EnvironmentID) { self.environments.insert(environment) }
}
