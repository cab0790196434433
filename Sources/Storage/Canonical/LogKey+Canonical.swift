package import Cryptography
import Keys

extension LogKey: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.number)
        encoder.append(self.state.rawValue)
        encoder.append(self.verifyingKey.bytes)
        encoder.append(self.envelope)
        encoder.append(self.succession)
        encoder.append(self.createdAt)
        encoder.append(self.changedAt)
        encoder.append(self.revision)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        let (number, state): (UInt32, LogKeyState) = (try decoder.unsigned32(), try decoder.name())
        guard let key = Ed25519VerifyingKey(bytes: try decoder.byteArray()) else {
            throw CanonicalDecoder.malformed("a public key of another length")
        }
        self.init(
            number: number, state: state, verifyingKey: key, envelope: try decoder.byteArray(),
            succession: try decoder.text(), createdAt: try decoder.moment(), changedAt: try decoder.moment(),
            revision: try decoder.unsigned())
    }
}
