package import Cryptography
package import Keys

/// What an entry tells of a person (address, user agent, names): kept apart from the leaf, which only commits to it, so
/// that it can be erased without breaking a proof.
package struct AuditDetails: Hashable, Sendable {
    /// Bytes of the salt.
    package static let saltLength = 32
    /// Most values, and longest value in bytes; longer ones are cut.
    package static let mostValues = 32
    package static let longestValue = 1024

    package let values: [String: String]
    /// Whom they tell of: the id of an identity or operator, or `local:<uid>`. Their keys are erased together.
    package let subject: String
    /// Random, so that nobody can confirm a guess of the details from the commitment after they are erased.
    package let salt: [UInt8]

    /// What the caller wants kept, cut to the bounds above.
    package init(_ values: [String: String], about subject: String = "", randomBytes: RandomBytes) {
        self.subject = subject
        let kept = values.sorted { $0.key < $1.key }.prefix(Self.mostValues)
        self.values = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, Self.cut($0.value)) })
        self.salt = randomBytes(Self.saltLength)
    }

    /// Details as they were stored.
    package init(json: [UInt8], salt: [UInt8], about subject: String = "") throws(AuditingError) {
        guard case .object(let members) = try JSONValue(canonical: json) else {
            throw .init(.leafMalformed, "malformed audit details")
        }
        var values: [String: String] = [:]
        for (name, value) in members {
            guard let text = value.text else { throw .init(.leafMalformed, "malformed audit details") }
            values[name] = text
        }
        self.values = values
        self.salt = salt
        self.subject = subject
    }

    /// The details as canonical JSON.
    package var json: [UInt8] {
        JSONValue.object(self.values.mapValues(JSONValue.string)).canonicalBytes
    }

    /// HMAC-SHA-256 of the JSON under the salt: hiding because of the salt, binding because of the hash.
    package var commitment: Digest256 {
        HMACKey(self.salt.span).authenticate(self.json.span)
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > self.longestValue else { return text }
        var end = text.startIndex
        for index in text.indices {
            guard text.utf8.distance(from: text.startIndex, to: index) <= self.longestValue else { break }
            end = index
        }
        return String(text[..<end])
    }
}
