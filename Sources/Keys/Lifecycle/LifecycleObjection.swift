/// Why an act on a key cannot be done in the state the key is in.
package enum LifecycleObjection: Error, Hashable, Sendable {
    /// Revoked is final.
    case revoked
    /// `resume` of a key that is not stopped, or `suspend` of one that is.
    case alreadySo
    /// No version of that number.
    case unknownVersion
    /// Four versions can admit at once; end one first, or rotate with an overlap of 0.
    case tooManyLiveVersions
    /// Only a rotation that is pending can be cancelled.
    case rotationNotPending
    /// The key has expired; extend it first.
    case expired
}
