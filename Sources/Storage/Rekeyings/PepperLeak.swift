package import Keys

/// That the pepper which is replaced has leaked: keys cannot wait for their next use, so their digests are put under the
/// new pepper as they are (docs/cryptography.md).
package struct PepperLeak: Hashable, Sendable {
    /// When somebody said so.
    package let toldAt: WallTime
    /// Keys of those that remain whose digests lie in digests under the new pepper, as far as the pass has counted; once
    /// it is over, all of them.
    package var nested: UInt64
    /// When it was first known, from a whole pass, that no key is left under the leaked pepper alone.
    package var nestedAt: WallTime?

    package init(toldAt: WallTime, nested: UInt64 = 0, nestedAt: WallTime? = nil) {
        self.toldAt = toldAt
        self.nested = nested
        self.nestedAt = nestedAt
    }
}
