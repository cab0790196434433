import Keys

/// Slow proofs that wait or are under way, in a bounded number of places that environments share.
///
/// Each environment has its turn, and while another wants a place none keeps more than its share: the newest of those that
/// wait for the environment with the most has to go.
struct ProofQueue<Proof: Sendable>: Sendable {
    /// What became of a proof that wants a place.
    enum Entry {
        case taken
        /// It has the place of another one, which nobody will make.
        case takenFrom(Proof)
        /// Its environment has its share, and there is no place left.
        case full
    }

    private struct Line: Sendable {
        var waiting: [Proof] = []
        var underWay = 0

        var count: Int { self.waiting.count + self.underWay }
    }

    private let places: Int
    private var lines: [EnvironmentID: Line] = [:]
    /// Environments whose proofs wait, the next first.
    private var turns: [EnvironmentID] = []
    private(set) var count = 0

    init(places: Int) { self.places = places }

    /// Whether a proof of that environment would get a place.
    func hasRoom(for environment: EnvironmentID) -> Bool {
        self.count < self.places || self.greedier(than: environment) != nil
    }

    /// Takes a proof in. One that waits before it in the same environment is made before it.
    mutating func add(_ proof: Proof, of environment: EnvironmentID) -> Entry {
        var entry = Entry.taken
        if self.count >= self.places {
            guard let greedier = self.greedier(than: environment), let last = self.removeLast(of: greedier) else {
                return .full
            }
            entry = .takenFrom(last)
        }
        if self.lines[environment, default: Line()].waiting.isEmpty { self.turns.append(environment) }
        self.lines[environment, default: Line()].waiting.append(proof)
        self.count += 1
        return entry
    }

    /// The proof to make now; `finished` must follow.
    mutating func next() -> Proof? {
        guard let environment = self.turns.first else { return nil }
        self.turns.removeFirst()
        guard var line = self.lines[environment], !line.waiting.isEmpty else { return nil }
        let proof = line.waiting.removeFirst()
        line.underWay += 1
        if !line.waiting.isEmpty { self.turns.append(environment) }
        self.lines[environment] = line
        return proof
    }

    /// A proof that `next` gave out has been made.
    mutating func finished(of environment: EnvironmentID) {
        guard var line = self.lines[environment], line.underWay > 0 else { return }
        line.underWay -= 1
        self.count -= 1
        self.lines[environment] = line.count == 0 ? nil : line
    }

    /// The environment with the most places when it has more than it would have beside one more proof of this one.
    private func greedier(than environment: EnvironmentID) -> EnvironmentID? {
        let own = self.lines[environment]?.count ?? 0
        let most = self.lines.filter { !$0.value.waiting.isEmpty }.max { $0.value.count < $1.value.count }
        guard let most, most.value.count > own + 1 else { return nil }
        return most.key
    }

    private mutating func removeLast(of environment: EnvironmentID) -> Proof? {
        guard var line = self.lines[environment], let last = line.waiting.popLast() else { return nil }
        if line.waiting.isEmpty { self.turns.removeAll { $0 == environment } }
        self.lines[environment] = line.count == 0 ? nil : line
        self.count -= 1
        return last
    }
}
