/// A value with one canonical encoding.
package protocol CanonicalCodable {
    /// Appends the value.
    func encode(to encoder: inout CanonicalEncoder)

    /// Reads the value; throws `encodingMalformed` for bytes that `encode` does not write.
    init(from decoder: inout CanonicalDecoder) throws(CryptographyError)
}

extension CanonicalCodable {
    /// The canonical bytes of the value.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder(capacity: 256)
        self.encode(to: &encoder)
        return encoder.bytes
    }

    /// Reads a value that is all there is in the bytes.
    package init(canonicalBytes bytes: [UInt8]) throws(CryptographyError) {
        self = try CanonicalDecoder.decode(bytes) { (decoder) throws(CryptographyError) in try Self(from: &decoder) }
    }
}
