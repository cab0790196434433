import Keys

/// Rights as far as policies in force leave them, as upstreams and verifiers are told of them. Worked out once for each set
/// of rights and policies, and forgotten with the snapshot.
struct CutRights {
    private struct Place: Hashable {
        let whole: ObjectIdentifier
        let environment: UInt16
        let policies: UInt64
    }

    private static let most = 256

    private var generation: UInt64 = 0
    /// With the whole set, so that its place is not another's meanwhile.
    private var known: [Place: (whole: GrantSet, left: GrantSet)] = [:]

    /// `policies`: which of the environment's are asked.
    mutating func left(of whole: GrantSet, by policies: UInt64, in environment: UInt16, _ snapshot: Snapshot)
        -> GrantSet
    {
        if self.generation != snapshot.generation || self.known.count >= Self.most {
            self.known.removeAll(keepingCapacity: true)
            self.generation = snapshot.generation
        }
        let book = snapshot.policies.all(in: environment)
        let cuts = policies.setBits.filter { $0 < book.count && book[$0].isEnforced && book[$0].permissions != nil }
        guard !cuts.isEmpty else { return whole }
        let place = Place(
            whole: ObjectIdentifier(whole), environment: environment, policies: cuts.reduce(0) { $0 | 1 << UInt64($1) })
        if let known = self.known[place] { return known.left }
        let grants = cuts.reduce(whole.grants) { rest, cut in book[cut].permissions.map { rest.meet($0.grants) } ?? rest
        }
        let left = whole.cut(to: grants)
        self.known[place] = (whole, left)
        return left
    }
}
