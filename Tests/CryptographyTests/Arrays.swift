import Cryptography
import Keys

// Expectations cannot hold spans, which must not escape; these take and give arrays instead.

extension SecretBytes {
    init(copying bytes: [UInt8]) { self.init(copying: bytes.span) }

    /// A copy of the secret.
    borrowing func array() -> [UInt8] { self.withBytes { span in span.indices.map { span[$0] } } }
}

extension HMACKey {
    convenience init(_ key: [UInt8]) { self.init(key.span) }

    func code(_ first: [UInt8], _ second: [UInt8] = [], _ third: [UInt8] = []) -> Digest256 {
        self.authenticate(first.span, second.span, third.span)
    }

    func isValid(_ code: Digest256, for bytes: [UInt8]) -> Bool { self.isValid(code, for: bytes.span) }
}

extension ConstantTime {
    static func equals(_ left: [UInt8], _ right: [UInt8]) -> Bool { self.equals(left.span, right.span) }
}

extension SHA256Hash {
    static func digest(of first: [UInt8], _ second: [UInt8] = []) -> Digest256 {
        self.digest(of: first.span, second.span)
    }
}

extension PepperHasher {
    func digest(id: [UInt8], secret: [UInt8]) -> Digest256 { self.digest(id: id.span, secret: secret.span) }
}

extension RowAuthenticator {
    func code(table: String, id: String, revision: UInt64, content: [UInt8]) -> Digest256 {
        self.code(table: table, id: Array(id.utf8), revision: revision, content: content.span)
    }

    func isValid(_ code: Digest256, table: String, id: String, revision: UInt64, content: [UInt8]) -> Bool {
        self.isValid(code, table: table, id: Array(id.utf8), revision: revision, content: content.span)
    }
}

extension CanonicalDecoder {
    /// The number that is all there is in the bytes.
    static func unsigned(_ bytes: [UInt8]) throws(CryptographyError) -> UInt64 {
        try self.decode(bytes) { (decoder) throws(CryptographyError) in try decoder.unsigned() }
    }

    static func signed(_ bytes: [UInt8]) throws(CryptographyError) -> Int64 {
        try self.decode(bytes) { (decoder) throws(CryptographyError) in try decoder.signed() }
    }

    static func unsigned32(_ bytes: [UInt8]) throws(CryptographyError) -> UInt32 {
        try self.decode(bytes) { (decoder) throws(CryptographyError) in try decoder.unsigned32() }
    }

    static func text(_ bytes: [UInt8]) throws(CryptographyError) -> String {
        try self.decode(bytes) { (decoder) throws(CryptographyError) in try decoder.text() }
    }

    static func bool(_ bytes: [UInt8]) throws(CryptographyError) -> Bool {
        try self.decode(bytes) { (decoder) throws(CryptographyError) in try decoder.bool() }
    }

    static func byte(_ bytes: [UInt8]) throws(CryptographyError) -> UInt8 {
        try self.decode(bytes) { (decoder) throws(CryptographyError) in try decoder.byte() }
    }

    /// A list of at most four bytes.
    static func list(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try self.decode(bytes) { (decoder) throws(CryptographyError) in
            try decoder.array(atMost: 4) { (decoder) throws(CryptographyError) in try decoder.byte() }
        }
    }
}
