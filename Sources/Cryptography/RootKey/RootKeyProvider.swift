/// A way to keep the root key: wraps it, or a part of it, into a slot and gets it back out. Needed at start and when
/// slots change, never per request.
///
/// What comes out of a slot is 32 bytes; only `SlotOpener` knows whether they are the key.
package protocol RootKeyProvider: Sendable {
    /// The kind of slot it makes and opens: `file`.
    var kind: String { get }

    /// 32 bytes, for storing in the slot at that place.
    func wrap(_ key: borrowing SecretBytes, at place: SlotPlace) async throws(CryptographyError) -> [UInt8]

    /// What the slot at that place holds. Throws `envelopeRejected` when it is not for this provider's key.
    func unwrap(_ wrapped: [UInt8], at place: SlotPlace) async throws(CryptographyError) -> SecretBytes
}

extension RootKeyProvider {
    /// A slot with that key in it.
    package func slot(
        holding key: borrowing SecretBytes, at place: SlotPlace
    ) async throws(CryptographyError) -> RootKeySlot {
        .init(number: place.number, kind: self.kind, share: place.share, wrapped: try await self.wrap(key, at: place))
    }

    /// A slot with the whole root key in it.
    package func slot(holding rootKey: RootKey, number: UInt8) async throws(CryptographyError) -> RootKeySlot {
        let place = SlotPlace(number: number)
        let wrapped = try await self.wrap(rootKey.key, at: place)
        return .init(number: number, kind: self.kind, share: place.share, wrapped: wrapped)
    }
}
