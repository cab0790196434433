import Cryptography
import Keys

/// A key of an order whose proof is made: what remains is one short transaction.
struct PreparedKey: Sendable {
    /// Most tokens in one bucket: each costs whoever presents a token of that bucket one slow hash.
    static let mostInBucket = 8

    enum Finding: Sendable {
        /// The proof, every digest that the same token may be found by already, and the keys whose tokens it is known not
        /// to be, though they share a bucket.
        case new(ForeignProof, [Digest256], others: Set<KeyID>)
        /// It was imported before.
        case known(ForeignCredential)
        case refused(String)
    }

    let key: ImportedKey
    let finding: Finding
}

extension ImportOrder {
    /// Makes the proofs. Takes some 20 ms for each key that could be guessed, so it runs where a thread may block.
    func prepared(on ground: ImportGround) -> [PreparedKey] {
        var seen: Set<ForeignProofMaker.Material> = []
        return self.keys.indices.map { index in
            let key = self.keys[index]
            let finding: PreparedKey.Finding
            do {
                finding = try self.finding(at: index, on: ground, &seen)
            } catch {
                finding = .refused("the machine has no memory for a slow hash")
            }
            return .init(key: key, finding: finding)
        }
    }

    private func finding(
        at index: Int, on ground: ImportGround, _ seen: inout Set<ForeignProofMaker.Material>
    ) throws(CryptographyError) -> PreparedKey.Finding {
        let key = self.keys[index]
        let strength = key.strength ?? self.strength
        if let fault = ForeignCredentialCheck.fault(of: key.credential, strength) { return .refused(fault) }
        let materials = ForeignProofMaker.materials(of: key.credential)
        if let material = materials.first, !seen.insert(material).inserted {
            return .refused("another key of this import has the token")
        }
        if let known = ground.known[index] {
            return try self.finding(of: materials, known, on: ground)
        }
        guard let material = materials.first else { return .new(.reissue, [], others: []) }
        let neighbours = ground.neighbours[index]
        guard strength.isStrong || neighbours.count < PreparedKey.mostInBucket else {
            return .refused("there are too many weak tokens like it; rotate some, or issue this key anew")
        }
        for neighbour in neighbours where try ground.isOf(materials, neighbour) ?? false {
            return .refused("the token is that of \(neighbour.keyID) already")
        }
        let digests = ground.digests(of: materials)
        let proof = strength.isStrong ? ground.maker.fast(material) : try ground.maker.slow(material)
        return .new(proof, digests, others: Set(neighbours.map(\.keyID)))
    }

    /// What comes of a key that was imported before. It stays as it is, if it admits whoever has the token.
    private func finding(
        of materials: [ForeignProofMaker.Material], _ known: ForeignCredential, on ground: ImportGround
    ) throws(CryptographyError) -> PreparedKey.Finding {
        guard ground.canTell(known) else {
            return .refused(
                "was imported before, as \(known.keyID); its token admits nobody, for the pepper it was told by is gone"
            )
        }
        guard try ground.isOf(materials, known) ?? true else {
            return .refused("was imported before with another token, as \(known.keyID)")
        }
        return .known(known)
    }
}
