import Keys

/// A slow proof that is under way.
package struct ForeignTicket: Sendable, Hashable {
    let code: Digest256
}
