package import Cryptography
package import Keys

/// What the row of an imported key's credential holds and its code is made over, in this order.
extension ForeignCredential: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(!self.outerPeppers.isEmpty, to: &encoder)
        encoder.append(self.keyID)
        encoder.append(self.environmentID)
        encoder.append(self.versionNumber)
        encoder.append(self.source.rawValue)
        encoder.append(self.foreignID)
        self.proof.encode(to: &encoder)
        encoder.append(self.pepperVersion)
        encoder.append(self.importedAt)
        encoder.append(self.revision)
        if !self.outerPeppers.isEmpty { encoder.append(outerPeppers: self.outerPeppers) }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let isNested = try ContentFormat.tellsOfLeak(&decoder)
        self.init(
            keyID: try decoder.id(), environmentID: try decoder.id(), versionNumber: try decoder.unsigned32(),
            source: try decoder.name(), foreignID: try decoder.text(), proof: try .init(from: &decoder),
            pepperVersion: try decoder.unsigned32(), importedAt: try decoder.moment(),
            revision: try decoder.unsigned())
        guard isNested else { return }
        self.outerPeppers = try decoder.outerPeppers(around: self.pepperVersion)
        guard !self.outerPeppers.isEmpty else {
            throw CanonicalDecoder.malformed("the second format of a credential for the first")
        }
    }
}

extension ForeignProof: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .keyed(let digest):
            encoder.append(UInt8(0))
            encoder.append(digest)
        case .wrapped(let hash, let digest):
            encoder.append(UInt8(1))
            encoder.append(hash.rawValue)
            encoder.append(digest)
        case .hardened(let hash, let hardened):
            encoder.append(UInt8(2))
            encoder.append(hash.rawValue)
            encoder.append(UInt32(hardened.bucket))
            encoder.append(hardened.salt)
            encoder.append(hardened.digest)
        case .reissue:
            encoder.append(UInt8(3))
        }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        switch try decoder.byte() {
        case 0: self = .keyed(try decoder.digest())
        case 1: self = .wrapped(try decoder.name(), try decoder.digest())
        case 2: self = .hardened(try decoder.name(), try .init(from: &decoder))
        case 3: self = .reissue
        default: throw CanonicalDecoder.malformed("an unknown kind of proof")
        }
    }
}

extension HardenedDigest {
    fileprivate init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        guard let bucket = UInt16(exactly: try decoder.unsigned32()) else {
            throw CanonicalDecoder.malformed("no such bucket")
        }
        let salt = try decoder.byteArray()
        guard salt.count == Self.saltLength else { throw CanonicalDecoder.malformed("a salt of another length") }
        self.init(bucket: bucket, salt: salt, digest: try decoder.digest())
    }
}
