import Keys

/// The foreign tokens of one environment, found by keyed digests: what imported keys are admitted by until they are
/// rotated. A value whose parts are shared by snapshots: a change copies one part of 256.
struct ForeignTokens: Sendable {
    private static let partCount = 256

    /// By the first byte of the digest, which is as good as random.
    private var found = [[Digest256: ForeignEntry]](repeating: [:], count: partCount)
    private var buckets: [UInt16: [WeakEntry]] = [:]
    /// What is to be removed when a wrapped digest is replaced, in parts like `found`.
    private var wrapped = [[KeyID: Digest256]](repeating: [:], count: partCount)
    private var foundHashes: Set<ForeignHash> = [.sha256]
    private var weakHashes: Set<ForeignHash> = []
    /// Counts changes of the tokens that could be guessed: what was found out before may be out of date.
    private(set) var weakRevision: UInt64 = 0

    /// The hashes whose digests find a token at once, and those that choose a bucket.
    var hashes: [ForeignHash] { ForeignHash.allCases.filter(self.foundHashes.contains) }
    var hashesOfWeak: [ForeignHash] { ForeignHash.allCases.filter(self.weakHashes.contains) }

    /// Takes a credential in, or its better proof.
    mutating func set(_ credential: ForeignCredential) {
        let part = Self.part(of: credential.keyID)
        if let old = self.wrapped[part].removeValue(forKey: credential.keyID) {
            self.found[Self.part(of: old)][old] = nil
        }
        switch credential.proof {
        case .keyed(let digest):
            self.found[Self.part(of: digest)][digest] = .init(credential, needsUpgrade: false)
        case .wrapped(let hash, let digest):
            self.found[Self.part(of: digest)][digest] = .init(credential, needsUpgrade: true)
            self.wrapped[part][credential.keyID] = digest
            self.foundHashes.insert(hash)
        case .hardened(let hash, let hardened): self.set(credential, hash, hardened)
        case .reissue: break
        }
    }

    private mutating func set(_ credential: ForeignCredential, _ hash: ForeignHash, _ hardened: HardenedDigest) {
        var bucket = self.buckets[hardened.bucket] ?? []
        bucket.removeAll { $0.keyID == credential.keyID }
        bucket.append(.init(credential, hash, hardened))
        self.buckets[hardened.bucket] = bucket
        self.weakHashes.insert(hash)
        self.weakRevision += 1
    }

    /// Whose token has that digest.
    func entry(under digest: Digest256) -> ForeignEntry? { self.found[Self.part(of: digest)][digest] }

    /// Whose tokens may be in the bucket.
    func entries(inBucket bucket: UInt16) -> [WeakEntry] { self.buckets[bucket] ?? [] }

    private static func part(of digest: Digest256) -> Int { Int(digest.words.0 >> 56) }

    private static func part(of id: KeyID) -> Int { Int(KeySegment.hash(id) >> 56) }
}
