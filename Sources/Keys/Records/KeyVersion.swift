/// One secret of a key. Rotation adds a version; everything else about the key stays.
package struct KeyVersion: Hashable, Sendable {
    /// Most peppers around a digest: one less than an environment can have alive.
    package static let mostOuterPeppers = 3

    /// 1 for the secret the key was issued with, then counting up.
    package let number: UInt32
    /// HMAC-SHA-256 of id and secret under the pepper (docs/ARCHITECTURE.md, Model). The secret itself is nowhere.
    package let digest: Digest256
    /// Of the pepper that the secret itself was digested under.
    package let pepperVersion: UInt32
    /// Peppers that were put around the digest when those within had leaked, from the inside outwards:
    /// `HMAC(last, … HMAC(first, HMAC(pepperVersion, secret)))`. Empty unless one has leaked (docs/cryptography.md).
    package let outerPeppers: [UInt32]
    /// The last four characters of the token's public checksum.
    package let hintSuffix: String
    /// When this secret was made. With the number it tells the secret from every other one of the key, whatever the digest
    /// is made under by now: one that takes the place of another under the same number has a later moment.
    package let createdAt: WallTime
    /// From this moment on the version admits nobody.
    package var notAfter: WallTime?
    /// The later end that a version had of its own when the pending rotation brought it forward to its hard stop. It has
    /// that one again if the rotation is cancelled.
    package var ownNotAfter: WallTime?
    package var firstUsedAt: WallTime?
    /// Set when an act ended this version with its answer: it has ended whatever the clock says later, and stays so when
    /// time is taken back to before `notAfter`. Callers are told that it was retired.
    package var retiredAt: WallTime?
    /// Set when this version alone was revoked: unlike a retired one it looks unknown to callers.
    package var revokedAt: WallTime?

    package init(
        number: UInt32, digest: Digest256, pepperVersion: UInt32, hintSuffix: String, createdAt: WallTime,
        notAfter: WallTime? = nil, ownNotAfter: WallTime? = nil, firstUsedAt: WallTime? = nil,
        retiredAt: WallTime? = nil, revokedAt: WallTime? = nil, outerPeppers: [UInt32] = []
    ) {
        self.number = number
        self.digest = digest
        self.pepperVersion = pepperVersion
        self.outerPeppers = outerPeppers
        self.hintSuffix = hintSuffix
        self.createdAt = createdAt
        self.notAfter = notAfter
        self.ownNotAfter = ownNotAfter
        self.firstUsedAt = firstUsedAt
        self.retiredAt = retiredAt
        self.revokedAt = revokedAt
    }

    /// The pepper that the stored digest was made under last.
    package var outermostPepper: UInt32 { self.outerPeppers.last ?? self.pepperVersion }

    /// Whether the digest lies in another one.
    package var isNested: Bool { !self.outerPeppers.isEmpty }

    /// The same secret, told by another digest.
    package func told(
        by digest: Digest256, under pepperVersion: UInt32, outerPeppers: [UInt32] = []
    ) -> Self {
        .init(
            number: self.number, digest: digest, pepperVersion: pepperVersion, hintSuffix: self.hintSuffix,
            createdAt: self.createdAt, notAfter: self.notAfter, ownNotAfter: self.ownNotAfter,
            firstUsedAt: self.firstUsedAt, retiredAt: self.retiredAt, revokedAt: self.revokedAt,
            outerPeppers: outerPeppers)
    }

    /// Another secret in the place of this one, which nobody has used. Its moment is later than that of this one, also
    /// when the clock has not moved on or was put back.
    package func replaced(
        by digest: Digest256, under pepperVersion: UInt32, hintSuffix: String, at now: WallTime
    ) -> Self {
        .init(
            number: self.number, digest: digest, pepperVersion: pepperVersion, hintSuffix: hintSuffix,
            createdAt: max(now, self.createdAt.next), notAfter: self.notAfter, ownNotAfter: self.ownNotAfter)
    }

    /// Whether the version can still admit at that moment, as far as its own window goes.
    package func isLive(at now: WallTime) -> Bool {
        self.revokedAt == nil && self.retiredAt == nil && self.notAfter.map { $0 > now } ?? true
    }
}
