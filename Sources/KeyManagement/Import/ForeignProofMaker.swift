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

    /// The material of a credential; `nil` when there is none.
    static func material(of credential: ImportedCredential) -> Material? {
        switch credential {
        case .token(let token): .init(hash: .sha256, digest: ForeignHash.sha256.digest(of: token.bytes.span))
        case .hash(let hash, let digest): .init(hash: hash, digest: digest.bytes)
        case .unprovable: nil
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

    /// Whether the proof is of this token; `nil` when the two cannot be compared. May take some 20 ms.
    func isOf(_ material: Material?, _ proof: ForeignProof) throws(CryptographyError) -> Bool? {
        guard let material else { return nil }
        switch proof {
        case .keyed(let digest):
            guard material.hash == .sha256 else { return nil }
            return digest.equalsInConstantTime(self.nested(material.hash.keyed(material.digest.span, by: self.hasher)))
        case .wrapped(let hash, let digest):
            guard material.hash == hash else { return nil }
            return digest.equalsInConstantTime(self.nested(hash.keyed(material.digest.span, by: self.hasher)))
        case .hardened(let hash, let hardened):
            guard material.hash == hash else { return nil }
            let made = try hash.hardened(material.digest.span, salt: hardened.salt.span, by: self.hasher)
            return self.nested(made).equalsInConstantTime(hardened.digest)
        case .reissue: return nil
        }
    }

    private func nested(_ digest: Digest256) -> Digest256 { PepperHasher.nest(digest, in: self.outer) }
}
