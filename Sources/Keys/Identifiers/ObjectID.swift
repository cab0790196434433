/// What an id names: fixes the type prefix of its text form (`key_…`, `prj_…`).
@usableFromInline
package protocol ObjectKind: Sendable {
    /// The letters before the underscore of the text form.
    static var prefix: String { get }
}

/// A public id: 16 base62 characters, random and unique, held in two words so that comparing and hashing it costs nothing.
///
/// The text form carries a type prefix (`key_K7Qm…`); a token carries the bare sixteen characters.
@usableFromInline
package struct ObjectID<Kind: ObjectKind>: Hashable, Sendable, Comparable {
    /// The first eight characters, the first one in the most significant byte.
    @usableFromInline package let high: UInt64
    /// The last eight characters.
    @usableFromInline package let low: UInt64

    @inlinable
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the sixteen characters at `offset`, which must be base62; `nil` otherwise.
    package init?(characters bytes: Span<UInt8>, at offset: Int = 0) {
        guard offset >= 0, bytes.count >= 16, offset <= bytes.count - 16 else { return nil }
        let (high, low) = (Base62.word(of: bytes, at: offset), Base62.word(of: bytes, at: offset + 8))
        guard Base62.containsAll(high), Base62.containsAll(low) else { return nil }
        self.init(high: high, low: low)
    }

    /// Reads the text form, with its type prefix; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let prefix = Kind.prefix + "_"
        guard text.utf8.count == prefix.utf8.count + 16, text.hasPrefix(prefix) else { return nil }
        self.init(characters: Array(text.utf8.dropFirst(prefix.utf8.count)).span)
    }

    /// A new id from a cryptographically secure generator.
    package init(randomBytes: (Int) -> [UInt8]) {
        let digits = Base62.draw(16, from: randomBytes)
        let word = { (range: Range<Int>) in digits[range].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self.init(high: word(0..<8), low: word(8..<16))
    }

    /// The sixteen characters without the type prefix.
    package var characters: [UInt8] {
        [self.high, self.low].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    @inlinable
    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension ObjectID: CustomStringConvertible {
    @usableFromInline package var description: String {
        Kind.prefix + "_" + String(decoding: self.characters, as: Unicode.ASCII.self)
    }
}

@usableFromInline
package enum ProjectKind: ObjectKind {
    @usableFromInline package static var prefix: String { "prj" }
}
@usableFromInline
package enum EnvironmentKind: ObjectKind {
    @usableFromInline package static var prefix: String { "env" }
}
@usableFromInline
package enum IdentityKind: ObjectKind {
    @usableFromInline package static var prefix: String { "idn" }
}
@usableFromInline
package enum KeyKind: ObjectKind {
    @usableFromInline package static var prefix: String { "key" }
}
@usableFromInline
package enum RoleKind: ObjectKind {
    @usableFromInline package static var prefix: String { "role" }
}
@usableFromInline
package enum PolicyKind: ObjectKind {
    @usableFromInline package static var prefix: String { "pol" }
}
@usableFromInline
package enum OperatorKind: ObjectKind {
    @usableFromInline package static var prefix: String { "op" }
}
@usableFromInline
package enum RotationKind: ObjectKind {
    @usableFromInline package static var prefix: String { "rot" }
}
@usableFromInline
package enum RequestKind: ObjectKind {
    @usableFromInline package static var prefix: String { "req" }
}
@usableFromInline
package enum AuditEntryKind: ObjectKind {
    @usableFromInline package static var prefix: String { "aud" }
}
@usableFromInline
package enum KeyringKeyKind: ObjectKind {
    @usableFromInline package static var prefix: String { "kek" }
}
@usableFromInline
package enum DataKeyKind: ObjectKind {
    @usableFromInline package static var prefix: String { "dek" }
}
@usableFromInline
package enum RekeyingIDKind: ObjectKind {
    @usableFromInline package static var prefix: String { "rky" }
}

package typealias ProjectID = ObjectID<ProjectKind>
package typealias EnvironmentID = ObjectID<EnvironmentKind>
package typealias IdentityID = ObjectID<IdentityKind>
package typealias KeyID = ObjectID<KeyKind>
package typealias RoleID = ObjectID<RoleKind>
package typealias PolicyID = ObjectID<PolicyKind>
package typealias OperatorID = ObjectID<OperatorKind>
package typealias RotationID = ObjectID<RotationKind>
package typealias RequestID = ObjectID<RequestKind>
package typealias AuditEntryID = ObjectID<AuditEntryKind>
package typealias KeyringKeyID = ObjectID<KeyringKeyKind>
package typealias RekeyingID = ObjectID<RekeyingIDKind>
package typealias DataKeyID = ObjectID<DataKeyKind>
