package import Keys

/// What a foreign credential is found by when its token is presented.
package enum ForeignIndex: Hashable, Sendable {
    case digest(Digest256)
    case bucket(UInt16)
}
