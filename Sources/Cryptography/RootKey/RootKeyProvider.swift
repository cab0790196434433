/// A way to keep the root key: wraps it into a slot and gets it back out. Needed at start and when slots change, never
/// per request.
package protocol RootKeyProvider: Sendable {
    /// The kind of slot it makes and opens: `file`.
    var kind: String { get }

    /// The root key for storing in the slot of that number.
    func wrap(_ rootKey: RootKey, slot: UInt8) async throws(CryptographyError) -> [UInt8]

    /// The root key out of what the slot of that number holds.
    func unwrap(_ wrapped: [UInt8], slot: UInt8) async throws(CryptographyError) -> RootKey
}
