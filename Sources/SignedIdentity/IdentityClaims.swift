package import Keys

/// What a token says of who asks, and to whom it says it. Names are told as they are; lists come ready.
package struct IdentityClaims {
    /// `aud`: the name of the upstream.
    package let audience: String
    /// `sub`.
    package let keyID: KeyID
    package var ownerID: IdentityID?
    package var project: String?
    package var environment: String?
    /// Strings with commas between them, as in a List of RFC 9651: permissions hold nothing that JSON would write otherwise.
    package var permissions: [UInt8] = []
    package var route: String?
    /// `jti`: the id of the request that the token goes with.
    package let requestID: RequestID

    package init(audience: String, keyID: KeyID, requestID: RequestID) {
        self.audience = audience
        self.keyID = keyID
        self.requestID = requestID
    }

    /// Appends the claims (RFC 7519, 4) of a token made now.
    func write(issuer: String, at now: WallTime, to output: inout [UInt8]) {
        output.append(literal: #"{"iss":"#)
        output.append(jsonString: issuer)
        output.append(literal: #","aud":"#)
        output.append(jsonString: self.audience)
        output.append(literal: #","sub":""#)
        output.append(self.keyID, prefix: "key_")
        output.append(literal: #"","iat":"#)
        output.append(decimal: now.seconds)
        output.append(literal: #","exp":"#)
        output.append(decimal: now.seconds &+ IdentityTerms.lifetime)
        output.append(literal: #","jti":""#)
        output.append(self.requestID, prefix: "req_")
        output.append(0x22)
        if let owner = self.ownerID {
            output.append(literal: #","owner":""#)
            output.append(owner, prefix: "idn_")
            output.append(0x22)
        }
        Self.write(#","project":"#, self.project, to: &output)
        Self.write(#","environment":"#, self.environment, to: &output)
        Self.write(#","route":"#, self.route, to: &output)
        output.append(literal: #","permissions":["#)
        output.append(contentsOf: self.permissions)
        output.append(literal: "]}")
    }

    private static func write(_ name: StaticString, _ value: String?, to output: inout [UInt8]) {
        guard let value else { return }
        output.append(literal: name)
        output.append(jsonString: value)
    }
}

extension [UInt8] {
    fileprivate mutating func append(literal text: StaticString) {
        self.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    fileprivate mutating func append<Kind: ObjectKind>(_ id: ObjectID<Kind>, prefix: StaticString) {
        self.append(literal: prefix)
        for word in [id.high, id.low] {
            for place in 0..<8 { self.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * place))) }
        }
    }

    fileprivate mutating func append(decimal value: Int64) { self.append(contentsOf: String(value).utf8) }

    /// A String of JSON (RFC 8259, 7), quotes included.
    fileprivate mutating func append(jsonString text: String) {
        self.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5c:
                self.append(0x5c)
                self.append(byte)
            case 0..<0x20:
                self.append(literal: "\\u00")
                self.append(Self.hexadecimal(byte >> 4))
                self.append(Self.hexadecimal(byte & 0xf))
            default: self.append(byte)
            }
        }
        self.append(0x22)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x61 + digit - 10 }
}
