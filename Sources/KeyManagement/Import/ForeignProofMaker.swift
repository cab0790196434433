import Admission
import Cryptography
import Keys

/// Makes what is stored of a foreign token, and tells whether a token is the one that something was made of.
struct ForeignProofMaker: Sendable {
    let hasher: PepperHasher
    /// Of peppers around what the other makes, for proofs whose pepper has leaked; none for new ones.
    var outer: [PepperHasher] = []
    let randomBytes: RandomBytes

    /// What of a token goes into its proof: a hash, whichever is known.
    struct Material: Sendable, Hashable {
        let hash: ForeignHash
        let digest: [UInt8]
    }

    /// The material that a credential's own proof is made of; `nil` when there is none.
    static func material(of credential: ImportedCredential) -> Material? { Self.materials(of: credential).first }

    /// All that may be made of a credential, the best first: whoever has the token has every hash of it.
    static func materials(of credential: ImportedCredential) -> [Material] {
        switch credential {
        case .token(let token):
            ForeignHash.allCases.map { .init(hash: $0, digest: $0.digest(of: token.bytes.span)) }
        case .hash(let hash, let digest): [.init(hash: hash, digest: digest.bytes)]
        case .unprovable: []
        }
    }

    /// Every digest that a token of this material can be found by: under each pepper, and under each set of them, one
    /// around the other. At most 15 of four peppers. `hashers` are of the environment's live peppers, oldest first: a
    /// digest never lies in one under an older one.
    static func digests(of material: Material, under hashers: [PepperHasher]) -> [Digest256] {
        hashers.reduce(into: []) { found, hasher in
            found += [material.hash.keyed(material.digest.span, by: hasher)] + found.map(hasher.nested)
        }
    }

    /// The proof of a token whose strength is enough for a fast digest.
    func fast(_ material: Material) -> ForeignProof {
        let digest = material.hash.keyed(material.digest.span, by: self.hasher)
        return material.hash == .sha256 ? .keyed(digest) : .wrapped(material.hash, digest)
    }

    /// The proof of a token that could be guessed. Takes some 20 ms.
    func slow(_ material: Material) throws(CryptographyError) -> ForeignProof {
        let salt = self.randomBytes(HardenedDigest.saltLength)
        let digest = try material.hash.hardened(material.digest.span, salt: salt.span, by: self.hasher)
        return .hardened(
            material.hash, .init(bucket: self.bucket(of: material), salt: salt, digest: digest))
    }

    func bucket(of material: Material) -> UInt16 { material.hash.bucket(material.digest.span, by: self.hasher) }

    /// Whether the proof is of the token that all this is material of; `nil` when the two cannot be compared. May take some
    /// 20 ms.
    func isOf(_ materials: [Material], _ proof: ForeignProof) throws(CryptographyError) -> Bool? {
        guard let material = materials.first(where: { $0.hash == proof.hash }) else { return nil }
        switch proof {
        case .keyed(let digest), .wrapped(_, let digest):
            return digest.equalsInConstantTime(self.nested(material.hash.keyed(material.digest.span, by: self.hasher)))
        case .hardened(let hash, let hardened):
            let made = try hash.hardened(material.digest.span, salt: hardened.salt.span, by: self.hasher)
            return self.nested(made).equalsInConstantTime(hardened.digest)
        case .reissue: return nil
        }
    }

    private func nested(_ digest: Digest256) -> Digest256 { PepperHasher.nest(digest, in: self.outer) }
}

extension ForeignProof {
    /// The hash of the token that the proof was made of; `nil` where there is none.
    fileprivate var hash: ForeignHash? {
        switch self {
        case .keyed: .sha256
        case .wrapped(let hash, _), .hardened(let hash, _): hash
        case .reissue: nil
        }
    }
}
