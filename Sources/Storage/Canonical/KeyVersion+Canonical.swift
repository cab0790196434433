package import Cryptography
package import Keys

extension KeyVersion: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.number)
        encoder.append(self.digest)
        encoder.append(self.pepperVersion)
        encoder.append(self.hintSuffix)
        encoder.append(self.createdAt)
        encoder.append(self.notAfter)
        encoder.append(self.firstUsedAt)
        encoder.append(self.revokedAt)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            number: try decoder.unsigned32(), digest: try decoder.digest(),
            pepperVersion: try decoder.unsigned32(), hintSuffix: try decoder.text(),
            createdAt: try decoder.moment(), notAfter: try decoder.optionalMoment(),
            firstUsedAt: try decoder.optionalMoment(), revokedAt: try decoder.optionalMoment())
    }

    /// Whether it has what not all versions have about their end.
    var tellsOfEnding: Bool { self.ownNotAfter != nil || self.retiredAt != nil }
}

extension Rotation: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.id)
        encoder.append(self.newVersion)
        encoder.append(self.overlapSeconds)
        encoder.append(self.startedAt)
        encoder.append(self.hardStopAt)
        encoder.append(self.newVersionFirstUsedAt)
        encoder.append(self.cancelledAt)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            id: try decoder.id(), newVersion: try decoder.unsigned32(), overlapSeconds: try decoder.unsigned32(),
            startedAt: try decoder.moment(), hardStopAt: try decoder.moment(),
            newVersionFirstUsedAt: try decoder.optionalMoment(), cancelledAt: try decoder.optionalMoment())
    }
}
