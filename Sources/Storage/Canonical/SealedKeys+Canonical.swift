package import Cryptography
import Keys

extension RootKeySlot: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.number)
        encoder.append(self.kind)
        encoder.append(self.share.code)
        encoder.append(self.wrapped)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        let (number, kind) = (try decoder.byte(), try decoder.text())
        guard let share = RootKeyShare(code: try decoder.byte()) else {
            throw CanonicalDecoder.malformed("an unknown share of the root key")
        }
        self.init(number: number, kind: kind, share: share, wrapped: try decoder.byteArray())
    }
}

extension KeyringKey: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.id)
        encoder.append(self.tenant)
        encoder.append(self.state.rawValue)
        encoder.append(self.envelope)
        encoder.append(self.createdAt)
        encoder.append(self.changedAt)
        encoder.append(self.revision)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        self.init(
            id: try decoder.id(), tenant: try decoder.text(), state: try decoder.name(),
            envelope: try decoder.byteArray(), createdAt: try decoder.moment(), changedAt: try decoder.moment(),
            revision: try decoder.unsigned())
    }
}

extension SealedDataKey: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.id)
        encoder.append(self.tenant)
        encoder.append(self.subject)
        encoder.append(self.version)
        encoder.append(self.wrappedBy)
        encoder.append(self.envelope)
        encoder.append(self.createdAt)
        encoder.append(self.erasedAt)
        encoder.append(self.revision)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        self.init(
            id: try decoder.id(), tenant: try decoder.text(), subject: try decoder.text(),
            version: try decoder.unsigned32(), wrappedBy: try decoder.id(), envelope: try decoder.byteArray(),
            createdAt: try decoder.moment(), erasedAt: try decoder.optionalMoment(), revision: try decoder.unsigned())
    }
}
