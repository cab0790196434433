import Cryptography
import Keys

/// A public key that the auditor has from elsewhere: the log's, or a witness's.
package struct TrustedKey: Hashable, Sendable, CustomStringConvertible {
    /// What the key signs, by its type byte (C2SP signed-note, signature types).
    package enum Purpose: UInt8, Hashable, Sendable {
        /// Checkpoints, as the log.
        case log = 1
        /// Checkpoints and a time, as a witness (C2SP tlog-cosignature, version 1).
        case witness = 4
    }

    package let name: String
    package let purpose: Purpose
    /// What a signature line begins with: which key it claims to be of.
    let id: ArraySlice<UInt8>
    let key: Ed25519VerifyingKey

    /// `NAME+HASH+KEY`.
    package var description: String {
        let digits = self.id.map { byte in
            let text = String(byte, radix: 16)
            return byte < 0x10 ? "0" + text : text
        }
        return "\(self.name)+\(digits.joined())+\(Base64Writer.text([self.purpose.rawValue] + self.key.bytes))"
    }

    var nameBytes: [UInt8] { Array(self.name.utf8) }

    /// Reads `NAME+HASH+KEY` (C2SP signed-note, verifier keys).
    package init(_ text: String) throws(VerifierError) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, KeyName.isGood(parts[0]), let id = Self.hexadecimal(parts[1]),
            let encoded = Base64Reader.bytes(parts[2], most: 33), encoded.count == 33,
            let key = Ed25519VerifyingKey(bytes: Array(encoded.dropFirst()))
        else { throw .init(.keyMalformed, "a verifier key reads NAME+HASH+KEY, as the log or the witness prints it") }
        guard let purpose = Purpose(rawValue: encoded[0]) else {
            throw .init(.keyMalformed, "the key of type \(encoded[0]) is neither a log's (1) nor a witness's (4)")
        }
        let described = parts[0] + [0x0a] + encoded
        let hash = SHA256Hash.digest(of: described.span)
        guard id == hash.bytes[..<4] else {
            throw .init(.keyMalformed, "the key and its name do not belong together: their hash is another")
        }
        self.name = String(decoding: parts[0], as: UTF8.self)
        self.purpose = purpose
        self.id = id
        self.key = key
    }

    /// Another key of the same log: the public half under the name that this one has.
    func successor(_ key: Ed25519VerifyingKey) -> Self {
        let hash = SHA256Hash.digest(of: (self.nameBytes + [0x0a, Purpose.log.rawValue] + key.bytes).span)
        return .init(name: self.name, purpose: .log, id: hash.bytes[..<4], key: key)
    }

    private init(name: String, purpose: Purpose, id: ArraySlice<UInt8>, key: Ed25519VerifyingKey) {
        self.name = name
        self.purpose = purpose
        self.id = id
        self.key = key
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard digits.count == 8 else { return nil }
        var bytes: [UInt8] = [0, 0, 0, 0]
        for (position, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            bytes[position / 2] = bytes[position / 2] << 4 | value
        }
        return bytes[...]
    }
}
